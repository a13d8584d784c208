#include "modules/stock/once.h"

#include "io/crypto/digest.h"
#include "modules/stock/sql.h"

namespace vitrine::stock {
namespace {

constexpr auto kept_for = std::chrono::days(7);

Task<Result<Answered>> attempt(pg::Tx& tx, const std::string& key, const std::string& fingerprint, const std::function<Task<Result<std::string>>(pg::Tx&)>& work) {
    auto known = co_await tx.ask(sql::find_request(key));
    if (known) {
        if (!crypto::equal_in_constant_time(known->fingerprint.value, fingerprint)) co_return refuse(refusals::key_reused);
        co_return Answered{std::move(known->answer), true};
    }
    auto done = co_await work(tx);
    if (!done) co_return refuse(std::move(done.error()));
    tx.send(sql::forget_requests(tx.ctx().now - kept_for));
    tx.send(sql::claim_request(key, pg::Bytes{fingerprint}, *done));
    co_return Answered{std::move(*done), false};
}

}  // namespace

Task<Result<Answered>> once(App& app, Ctx ctx, std::string key, std::string request, std::function<Task<Result<std::string>>(pg::Tx&)> work) {
    auto fingerprint = crypto::bytes_of(crypto::sha256(request));
    auto body = [&](pg::Tx& tx) { return attempt(tx, key, fingerprint, work); };
    for (int look = 1;; ++look) {
        try {
            co_return co_await app.db.transaction(ctx, body);
        } catch (const pg::Error& error) {
            if (error.constraint != "stock_request_claimed_once" || look > 1) throw;  // the same request was faster: the second look finds its answer
        }
    }
}

}  // namespace vitrine::stock
