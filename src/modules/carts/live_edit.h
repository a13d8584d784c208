#pragma once
#include "modules/carts/rules.h"

namespace vitrine::carts {

struct Heard {
    rules::Verdict verdict;
    std::int64_t heard = 0;      ///< the device's edits up to this number are in the cart
    CartRow row;                 ///< the cart as it is then
};
/// One edit of a device, in one transaction of two round trips that does not wait for the disk. Repeatable: a number heard before changes nothing. What
/// cannot be done as wanted is a verdict, not a refusal; refuses carts.not_found and carts.closed.
Task<Result<Heard>> apply_edit(App& app, Ctx ctx, CartId id, Access access, rules::Edit edit);

}  // namespace vitrine::carts
