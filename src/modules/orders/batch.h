#pragma once
#include <memory>
#include <variant>
#include <vector>

#include "modules/orders/request.h"

namespace vitrine::orders {

/// What became of one request: an answer or a refusal, or what was thrown while it alone was decided.
using Ended = std::variant<Result<Saved>, std::exception_ptr>;

/// Places the orders of these requests, all of one store, in one transaction: load, decide one after the other, save. Gives what became of each, in
/// their order. Levels of stock with `plenty` or more are not locked while it decides; where they turn out to be too low in the end, all is decided
/// again with locks. Throws when the transaction failed: then nothing of it is left, whatever the reason.
Task<std::vector<Ended>> place_together(App& app, const std::vector<std::shared_ptr<const Request>>& requests, std::int64_t plenty);

}  // namespace vitrine::orders
