#pragma once
// What is decided about parcels: pure.
#include <span>

#include "modules/fulfilment/parcel.h"

namespace vitrine::fulfilment::rules {

/// What a parcel needs next of its courier.
enum class Step { book, assign, pickup, label, none };
Step next_step(const ParcelRow& parcel, const shipping::CourierCapabilities& can);

/// How long to wait after so many tries without an answer: 5 seconds, doubled, half an hour at most.
Duration retry_wait(std::int64_t tries);

/// The move that a courier's word makes; empty: it makes none by itself.
std::string_view verb_for(shipping::Standing standing);

/// What becomes of a parcel when these scans are heard, none of which was heard before. They may come in any order, late and repeated: a scan older than what made
/// the present state moves nothing but to an end, nothing leaves an end, and moves that are not in the table do not happen.
struct Heard {
    State state;
    Instant since{};
    std::vector<std::pair<size_t, State>> moves;   ///< by which scan, where to, in order
    std::optional<std::string> attention;          ///< a person should look: "delivery_failed", "unknown_status", …
};
Heard hear(State state, Instant since, std::span<const shipping::Scan> fresh);

/// When to ask for the parcel again if nobody tells; nothing at an end and before it is booked. A parcel that has been silent for 30 days is looked at once a day.
std::optional<Duration> next_look(State state, Instant since, Instant now);

/// The order's next move by where its parcels stand (those that go to the customer and are not cancelled); empty: none. The order is packed when all its goods lie
/// in parcels with labels, shipped when all have left, delivered when all have arrived.
std::string_view order_verb(orders::State order, bool is_all_in_parcels, std::span<const State> parcels);

/// What the order's story tells of a parcel's move; nothing where it stays in the house. Buyers read what concerns them.
std::optional<orders::Happening> told(const ParcelRow& parcel, State from, State to);

/// Whether goods of such an order may go out.
bool may_go_out(orders::State order);

/// Our name for a parcel at its courier: the digits of the order's number, the parcel's position, and six digits that no other store's parcel shares. Couriers want
/// digits, and never the same twice.
std::string reference_of(const std::string& order_number, std::int64_t position, ParcelId parcel);

/// The same for each telling of one scan.
std::string key_of(const shipping::Scan& scan);

}  // namespace vitrine::fulfilment::rules
