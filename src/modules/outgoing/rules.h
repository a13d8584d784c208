#pragma once
// Pure decisions of outgoing webhooks.
#include "modules/outgoing/delivery.h"

namespace vitrine::outgoing::rules {

/// The life of a delivery.
inline constexpr TransitionTable<DeliveryState, 6> delivery_life{
    "webhook delivery",
    DeliveryState::pending,
    {{
        {DeliveryState::pending, "succeed", DeliveryState::delivered},
        {DeliveryState::pending, "give_up", DeliveryState::failed},    // its job is parked
        {DeliveryState::pending, "skip", DeliveryState::skipped},      // the endpoint is paused or gone
        {DeliveryState::failed, "replay", DeliveryState::pending},
        {DeliveryState::failed, "succeed", DeliveryState::delivered},  // its job was put back in line
        {DeliveryState::failed, "skip", DeliveryState::skipped},       // and the endpoint is paused or gone by then
    }},
};
/// The life of an endpoint.
inline constexpr TransitionTable<EndpointState, 2> endpoint_life{
    "webhook endpoint",
    EndpointState::enabled,
    {{
        {EndpointState::enabled, "pause", EndpointState::paused},      // by staff, or because it said 410 Gone
        {EndpointState::paused, "enable", EndpointState::enabled},
    }},
};

/// So many failures one after the other open the circuit of an endpoint.
inline constexpr std::int64_t failures_that_open = 5;
/// For how long nothing is sent after so many failures: half a minute, doubled with each further failure up to five minutes. Nothing below the threshold.
std::optional<Duration> open_for(std::int64_t failures_in_row);

/// What came of an attempt.
enum class Verdict { delivered, again, gone };
Verdict judge(const web::Answer& answer);

/// What is wrong with what staff say; empty: nothing. `may_be_private`: plain http and any host, for development.
std::vector<Fault> faults_of(const EndpointInput& in, bool may_be_private);

}  // namespace vitrine::outgoing::rules
