#pragma once
#include "io/nats/broker.h"
#include "modules/outgoing/api.h"

namespace vitrine::outgoing {

/// Pure. Whether a store's webhooks may go to private addresses and over plain http: for development.
bool may_reach_private(const Config& config, const stores::Store& store);
/// Pure. Where the copy of a store's news goes; nothing where none is wanted.
std::optional<nats::BrokerOptions> broker_of(const Config& config, const stores::Store& store);

/// What secrets of endpoints are sealed for.
inline constexpr std::string_view secret_purpose = "outgoing.endpoint";

}  // namespace vitrine::outgoing
