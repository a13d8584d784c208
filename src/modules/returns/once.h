#pragma once
#include <functional>

#include "io/http/routes.h"
#include "modules/returns/api.h"

namespace vitrine::returns {

/// Does `work` in a transaction and keeps its answer with the key: the same request with the same key is answered the same again and does nothing. `request` is everything that makes it
/// the same request. Refuses idempotency.key_reused, and what `work` refuses (which is not kept).
Task<Result<http::Response>> answer_once(App& app, Ctx ctx, std::string key, std::string request, std::function<Task<Result<ReturnView>>(pg::Tx&)> work);

}  // namespace vitrine::returns
