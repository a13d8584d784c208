#pragma once
// A parcel, its life, and what is kept of it.
#include "core/transition.h"
#include "modules/fulfilment/api.h"

namespace vitrine::fulfilment {

/// The attention of a parcel that its courier may have booked without saying so, and that nobody can look up: only a person books it again.
inline constexpr std::string_view booking_unclear = "booking_unclear";

/// The life of a parcel. What is not in the table does not happen: news that would move a parcel otherwise are kept and move nothing.
inline constexpr TransitionTable<State, 51> life{
    "parcel",
    State::planned,
    {{
        {State::planned, "book", State::booking},
        {State::planned, "ship", State::in_transit},          // handed over by hand
        {State::planned, "cancel", State::cancelled},
        {State::booking, "confirm", State::booked},
        {State::booking, "refuse", State::planned},           // a clear no, and nothing was booked
        {State::booking, "cancel", State::cancelled},
        {State::booked, "label", State::labelled},
        {State::booked, "collect", State::picked_up},
        {State::booked, "travel", State::in_transit},
        {State::booked, "approach", State::out_for_delivery},
        {State::booked, "fail", State::failed_attempt},
        {State::booked, "deliver", State::delivered},
        {State::booked, "turn_back", State::returning},
        {State::booked, "come_back", State::returned},
        {State::booked, "lose", State::lost},
        {State::booked, "cancel", State::cancelled},
        {State::labelled, "collect", State::picked_up},
        {State::labelled, "travel", State::in_transit},
        {State::labelled, "approach", State::out_for_delivery},
        {State::labelled, "fail", State::failed_attempt},
        {State::labelled, "deliver", State::delivered},
        {State::labelled, "turn_back", State::returning},
        {State::labelled, "come_back", State::returned},
        {State::labelled, "lose", State::lost},
        {State::labelled, "cancel", State::cancelled},
        {State::picked_up, "travel", State::in_transit},
        {State::picked_up, "approach", State::out_for_delivery},
        {State::picked_up, "fail", State::failed_attempt},
        {State::picked_up, "deliver", State::delivered},
        {State::picked_up, "turn_back", State::returning},
        {State::picked_up, "come_back", State::returned},
        {State::picked_up, "lose", State::lost},
        {State::in_transit, "approach", State::out_for_delivery},
        {State::in_transit, "fail", State::failed_attempt},
        {State::in_transit, "deliver", State::delivered},
        {State::in_transit, "turn_back", State::returning},
        {State::in_transit, "come_back", State::returned},
        {State::in_transit, "lose", State::lost},
        {State::out_for_delivery, "fail", State::failed_attempt},
        {State::out_for_delivery, "deliver", State::delivered},
        {State::out_for_delivery, "turn_back", State::returning},
        {State::out_for_delivery, "come_back", State::returned},
        {State::out_for_delivery, "lose", State::lost},
        {State::failed_attempt, "travel", State::in_transit},  // back at a station, for another attempt
        {State::failed_attempt, "approach", State::out_for_delivery},
        {State::failed_attempt, "deliver", State::delivered},
        {State::failed_attempt, "turn_back", State::returning},
        {State::failed_attempt, "come_back", State::returned},
        {State::failed_attempt, "lose", State::lost},
        {State::returning, "come_back", State::returned},
        {State::returning, "lose", State::lost},
    }},
};

/// What was agreed when a parcel was planned.
struct Contents {
    shipping::Party customer;
    std::vector<shipping::ParcelItem> items;
    Money goods;
    std::int64_t weight_grams = 500;
    shipping::Size size;
    std::string note, reason;
    Instant ordered_at{};
};
SHAPE(Contents, customer, items, goods, weight_grams, size, note, reason, ordered_at)

struct ParcelRow {
    ParcelId id;
    orders::OrderId order_id;
    std::string order_number;
    std::int64_t position = 1;
    bool is_return = false;
    std::string courier;             ///< empty: by hand
    std::string reference;
    RawJson contents;
    std::int64_t collect = 0;
    Currency currency;
    Instant created_at{};
    State state = State::planned;
    Instant since{};                 ///< when what made it so happened
    bool is_cancelling = false;
    std::string booking, shipment, awb, service;
    std::optional<std::string> pickup_token;
    std::optional<Instant> pickup_at;
    std::optional<std::string> label_url, label_type, tracking_url;
    std::optional<Instant> expected_at;
    std::string status;              ///< the courier's last words
    std::int64_t tries = 0;          ///< of the step under way
    std::optional<std::string> failure, failure_words, attention;
};
SHAPE(ParcelRow, id, order_id, order_number, position, is_return, courier, reference, contents, collect, currency, created_at, state, since, is_cancelling, booking, shipment, awb, service,
      pickup_token, pickup_at, label_url, label_type, tracking_url, expected_at, status, tries, failure, failure_words, attention)

/// Pure. A stored parcel as its courier has to know it.
shipping::Consignment consignment_of(const ParcelRow& row);
ParcelView view_of(const ParcelRow& row);

}  // namespace vitrine::fulfilment
