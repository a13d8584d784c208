#pragma once
// Every kind of news that leaves the shop, with its shape.
#include "modules/outgoing/api.h"

namespace vitrine::outgoing {

struct EventType {
    std::string_view name, aggregate, summary;                 ///< aggregate: whose order is kept
    shape::json::object (*schema)(shape::SchemaBook& book);
};

/// In the order of the modules. A kind of news that is missing here fails a test.
std::span<const EventType> event_types();
/// Whether a name is one of them. Pure.
bool is_event_type(std::string_view name);

/// Pure. The schema of one kind, with what it refers to under $defs.
std::string schema_text(const EventType& type);

/// Pure. How the page of events is linked to: "orders.placed" is #ordersplaced.
std::string anchor_of(std::string_view name);

}  // namespace vitrine::outgoing
