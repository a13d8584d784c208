#pragma once
// What the use cases of this module share.
#include "modules/app.h"
#include "modules/risk/rows.h"

namespace vitrine::risk {

/// Queues the count of these things, without the marks of one subject. Takes the locks that risk::count speaks of.
pg::Later<std::vector<std::int64_t>> queue_count(pg::Tx& tx, const std::vector<Found>& wanted, const std::string& without);

/// Stored JSON as its shape; std::runtime_error where it does not fit.
template <class T>
T read_stored(const RawJson& stored) {
    auto value = read_json<T>(stored.text);
    if (!value) throw std::runtime_error("what risk has stored does not fit its shape");
    return std::move(*value);
}

/// The mark of an order that was paid and accepted: its buyer is known from now on.
void mark_paid(pg::Tx& tx, const Facts& facts, const std::string& order);

/// Payload of the timer that ends a review nobody has decided.
struct ExpireReview {
    ReviewId review;
};
SHAPE(ExpireReview, review)
inline constexpr std::string_view expire_kind = "risk.expire_review";
Task<void> expire_review(App& app, const jobs::Attempt& attempt, const ExpireReview& what);

}  // namespace vitrine::risk
