#pragma once
// One event on its way to one endpoint, and every attempt at it.
#include "io/jobs/listeners.h"
#include "modules/outgoing/endpoint.h"

namespace vitrine::outgoing {

struct DeliveryRow {
    DeliveryId id;
    EndpointId endpoint;
    jobs::EventId event;
    std::string event_name, aggregate;
    std::int64_t sequence = 1;
    std::string body;
    DeliveryState state = DeliveryState::pending;
    std::int64_t attempts = 0;
    std::optional<DeliveryId> replay_of;
    Instant created_at{};
    std::optional<Instant> ended_at;
};
SHAPE(DeliveryRow, id, endpoint, event, event_name, aggregate, sequence, body, state, attempts, replay_of, created_at, ended_at)

struct AttemptView {
    std::int64_t number = 1;
    Instant at{};
    std::int64_t status = 0;             ///< HTTP; 0: no answer
    std::int64_t took_ms = 0;
    std::string error;                   ///< why there was no answer, or that it was no yes
    std::string answer;                  ///< the first bytes of what was answered
};
SHAPE(AttemptView, number, at, status, took_ms, error, answer)

struct DeliveryView {
    DeliveryId id;
    EndpointId endpoint;
    jobs::EventId event;
    std::string event_name, aggregate;
    std::int64_t sequence = 1;
    DeliveryState state = DeliveryState::pending;
    std::int64_t attempts = 0;
    std::optional<DeliveryId> replay_of;
    Instant created_at{};
    std::optional<Instant> ended_at;
    std::optional<RawJson> body;         ///< of one delivery, not in lists
    std::optional<std::vector<AttemptView>> log;
};
SHAPE(DeliveryView, id, endpoint, event, event_name, aggregate, sequence, state, attempts, replay_of, created_at, ended_at, body, log)
struct DeliveryPage {
    std::vector<DeliveryView> items;     ///< newest first
    std::optional<DeliveryId> next_cursor;
};
SHAPE(DeliveryPage, items, next_cursor)
struct DeliveryFilter {
    std::optional<EndpointId> endpoint;
    std::optional<DeliveryState> state;
    std::optional<std::string> aggregate;
    std::optional<DeliveryId> cursor;
    std::optional<Whole<1, 200>> limit;
};
SHAPE(DeliveryFilter, endpoint, state, aggregate, cursor, limit)

/// The envelope, as it is sent to endpoints and to the broker.
struct Envelope {
    jobs::EventId id;
    std::string type;
    Instant timestamp{};
    std::string store;                   ///< its slug
    std::string aggregate;
    std::int64_t sequence = 1;
    RawJson data;
};
SHAPE(Envelope, id, type, timestamp, store, aggregate, sequence, data)

/// Payload of the job that delivers.
struct DeliverEvent {
    DeliveryId delivery;
};
SHAPE(DeliverEvent, delivery)

/// How often a delivery is tried, over some two days, before its job is parked for a person; those behind it about the same thing wait, so that their order is kept.
inline constexpr jobs::KindOptions deliver_options{.attempts = 24, .first_retry_ms = 5'000, .longest_retry_ms = 4 * 3'600'000, .lease_ms = 60'000};
/// The copy for the broker, over some four hours.
inline constexpr jobs::KindOptions copy_options{.attempts = 60, .first_retry_ms = 1'000, .longest_retry_ms = 5 * 60'000, .lease_ms = 60'000};

/// Makes one delivery for each endpoint that chose this kind of news. Repeatable.
Task<void> relay(App& app, const jobs::Attempt& attempt, const jobs::LogEntry& entry);
/// Sends one event to one endpoint and writes the attempt down. Anything but 2xx is tried again; 410 pauses the endpoint. Repeatable: the endpoint knows a repeat by its webhook-id.
/// Talks to the outside, to public addresses only unless the store's setting says otherwise.
Task<void> deliver(App& app, const jobs::Attempt& attempt, const DeliverEvent& in);
/// Hands the broker a copy, with the event's id to know duplicates by. Repeatable. Talks to the outside.
Task<void> copy(App& app, const jobs::Attempt& attempt, const jobs::LogEntry& entry);

Task<DeliveryPage> list_deliveries(App& app, Ctx ctx, DeliveryFilter filter);
/// With its body and every attempt. Refuses outgoing.delivery_not_found.
Task<Result<DeliveryView>> find_delivery(App& app, Ctx ctx, DeliveryId id);
/// Staff send an event again. One that failed, or whose job is parked, goes back in line where it stands; of one that has ended a new delivery is made, with the same webhook-id. Refuses
/// outgoing.delivery_not_found, outgoing.still_on_its_way.
Task<Result<DeliveryView>> replay(App& app, Ctx ctx, DeliveryId id);
/// Sends an event of kind "webhooks.test", to see whether an endpoint works. Refuses outgoing.endpoint_not_found.
Task<Result<DeliveryView>> send_test(App& app, Ctx ctx, EndpointId id);

/// Queues the job of a delivery into its lane: endpoint and aggregate.
void deliver_later(pg::Tx& tx, DeliveryId id, EndpointId endpoint, const std::string& aggregate);
/// Pure.
std::string body_of(const jobs::LogEntry& entry, const std::string& store_slug);

void jobs(jobs::Registry& registry);

}  // namespace vitrine::outgoing
