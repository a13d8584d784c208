#include "modules/returns/once.h"

#include "io/crypto/digest.h"
#include "modules/returns/sql.h"

namespace vitrine::returns {
namespace {

constexpr auto kept_for = std::chrono::days(7);

struct Answered {
    std::string body;
    bool replayed = false;
};

Task<Result<Answered>> attempt(pg::Tx& tx, const std::string& key, const std::string& fingerprint, const std::function<Task<Result<ReturnView>>(pg::Tx&)>& work) {
    auto known = co_await tx.ask(sql::find_request(key));
    if (known) {
        if (!crypto::equal_in_constant_time(known->fingerprint.value, fingerprint)) co_return refuse(refusals::key_reused);
        co_return Answered{std::move(known->answer), true};
    }
    auto done = co_await work(tx);
    if (!done) co_return refuse(std::move(done.error()));
    auto answer = to_json(*done);
    tx.send(sql::forget_requests(tx.ctx().now - kept_for));
    tx.send(sql::claim_request(key, pg::Bytes{fingerprint}, answer));
    co_return Answered{std::move(answer), false};
}

Task<std::optional<Result<Answered>>> look(App& app, Ctx ctx, const std::string& key, const std::string& fingerprint, const std::function<Task<Result<ReturnView>>(pg::Tx&)>& work) {
    auto body = [&](pg::Tx& tx) { return attempt(tx, key, fingerprint, work); };
    try {
        co_return co_await app.db.transaction(ctx, body);
    } catch (const pg::Error& error) {
        if (error.constraint != "return_request_claimed_once") throw;
    }
    co_return std::nullopt;   // the same request was faster: the second look finds its answer
}

}  // namespace

Task<Result<http::Response>> answer_once(App& app, Ctx ctx, std::string key, std::string request, std::function<Task<Result<ReturnView>>(pg::Tx&)> work) {
    auto fingerprint = crypto::bytes_of(crypto::sha256(request));
    auto answered = co_await look(app, ctx, key, fingerprint, work);
    if (!answered) answered = co_await look(app, ctx, key, fingerprint, work);
    if (!answered) throw std::runtime_error("a request that was claimed has no answer");
    if (!*answered) co_return refuse(std::move(answered->error()));
    auto response = http::json_text(std::move((*answered)->body));
    if ((*answered)->replayed) response.set("Idempotency-Replayed", "true");
    co_return response;
}

}  // namespace vitrine::returns
