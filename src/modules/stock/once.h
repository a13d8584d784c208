#pragma once
#include <functional>

#include "io/http/routes.h"
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

/// The header that makes a request repeatable.
struct Key {
    Text<1, 255> idempotency_key;
};
SHAPE(Key, idempotency_key)
using Keyed = http::Headers<Key>;

/// `once` for a route: what `move` gives is answered with `status`, with Idempotency-Replayed when it is the first answer again.
template <class View>
Task<Result<http::Response>> answer_once(App& app, Ctx ctx, std::string key, std::string request, int status, std::function<Task<Result<View>>(pg::Tx&)> move) {
    auto work = [&](pg::Tx& tx) -> Task<Result<std::string>> {
        auto done = co_await move(tx);
        if (!done) co_return refuse(std::move(done.error()));
        co_return to_json(*done);
    };
    auto answered = co_await once(app, ctx, key, request, work);
    if (!answered) co_return refuse(std::move(answered.error()));
    auto response = http::json_text(std::move(answered->body), status);
    if (answered->replayed) response.set("Idempotency-Replayed", "true");
    co_return response;
}

}  // namespace vitrine::stock
