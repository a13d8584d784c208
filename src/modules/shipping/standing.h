#pragma once
// Where a courier says that a parcel is, in our words. Every courier's own words are translated into these; what nobody knows is kept and shown as `unknown`.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/shape.h"

namespace vitrine::shipping {

enum class Standing {
    unknown,           ///< words that are in no table and fit no pattern
    pending,           ///< known to the courier, nothing has happened
    warehouse,         ///< handled before it is handed over
    hyperlocal,        ///< a rider's steps
    conflict,          ///< the sources contradict each other: counts for nothing by itself
    awb_assigned,
    pickup_scheduled,
    pickup_problem,
    manifested,
    picked_up,
    in_transit,
    out_for_delivery,
    delivery_failed,   ///< an attempt at the door
    partly_delivered,
    delivered,
    rto,               ///< on its way back to the shop
    rto_delivered,     ///< back at the shop
    lost,
    damaged,
    cancelling,
    cancelled,
};
SHAPE_ENUM(Standing, unknown, pending, warehouse, hyperlocal, conflict, awb_assigned, pickup_scheduled, pickup_problem, manifested, picked_up, in_transit, out_for_delivery, delivery_failed,
           partly_delivered, delivered, rto, rto_delivered, lost, damaged, cancelling, cancelled)

/// Pure. The standing that words of any courier mean, whatever their case and punctuation: return before undelivered, undelivered before delivered. For words that
/// stand in no table.
Standing standing_by_words(std::string_view words);

/// One row of a status table: "18,in_transit,In Transit".
struct KnownStatus {
    std::string raw;
    Standing standing = Standing::unknown;
    std::string label;
};
/// Pure. Reads a table of three columns `raw,class,label`; lines that begin with # are comments. std::logic_error for a class that nobody knows.
std::vector<KnownStatus> read_status_table(std::string_view csv);

/// Pure. Lower case, one space between words, no punctuation: "UNDELIVERED-1ST ATTEMPT" is "undelivered 1st attempt".
std::string normalised_words(std::string_view words);

}  // namespace vitrine::shipping
