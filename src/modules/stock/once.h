#pragma once
#include <functional>

#include "modules/app.h"

namespace vitrine::stock {

/// What a request was answered, now or when it came first.
struct Answered {
    std::string body;             ///< JSON
    bool replayed = false;
};

/// Does `work` in a transaction and keeps what it answers with the key, so that the same request with the same key gives the first answer again and does nothing.
/// `request` is everything that makes it the same request. Refuses idempotency.key_reused, and what `work` refuses (which is not kept).
Task<Result<Answered>> once(App& app, Ctx ctx, std::string key, std::string request, std::function<Task<Result<std::string>>(pg::Tx&)> work);

}  // namespace vitrine::stock
