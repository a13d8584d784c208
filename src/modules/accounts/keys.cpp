#include "modules/accounts/keys.h"

#include <boost/json.hpp>

#include "core/check.h"
#include "io/crypto/base64url.h"
#include "io/crypto/rsa.h"
#include "io/crypto/seal.h"
#include "io/loop.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {
namespace {

constexpr std::string_view sealed_for = "accounts.signing_key";

const KeyRow& find(const std::vector<KeyRow>& keys, const Uuid& id) {
    auto found = std::ranges::find(keys, id, &KeyRow::id);
    check(found != keys.end(), "a plan names keys that are there");
    return *found;
}

/// Makes the key that the plan asks for, unless another process has meanwhile.
Task<std::vector<KeyRow>> make_next(App& app, Ctx ctx) {
    auto pair = co_await offload_value([] { return crypto::make_rsa_pair(); });
    auto body = [&](pg::Tx& tx) -> Task<Result<std::vector<KeyRow>>> {
        co_await tx.ask(sql::lock_keys());
        auto keys = co_await tx.ask(sql::list_keys());
        auto plan = rules::plan_keys(keys, ctx.now);
        if (plan.make_for)
            tx.send(sql::add_key(new_uuid(ctx.now), pg::Bytes{pair.open.n}, pg::Bytes{pair.open.e}, pg::Bytes{crypto::seal(app.config.master_key, sealed_for, pair.secret)}, *plan.make_for));
        if (!plan.remove.empty()) tx.send(sql::remove_keys(plan.remove));
        tx.after_commit([&app] { app.db.notify_soon(channel); });
        co_return co_await tx.ask(sql::list_keys());
    };
    auto kept = co_await app.db.transaction(ctx, body);
    check(kept.has_value(), "making a key refuses nothing");
    co_return std::move(*kept);
}

/// Takes away keys whose last tokens are long over, which need no new one to go.
Task<void> remove(App& app, Ctx ctx, std::vector<Uuid> ids) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::remove_keys(ids));
        tx.after_commit([&app] { app.db.notify_soon(channel); });
        co_return true;
    };
    co_await app.db.transaction(ctx, body);
}

}  // namespace

std::string kid_of(const Uuid& id) { return Id<"kid">{id}.text(); }

Task<Signer> signer_of(App& app, Ctx ctx) {
    auto keys = co_await app.db.read(ctx, sql::list_keys());
    auto plan = rules::plan_keys(keys, ctx.now);
    if (plan.make_for) {
        keys = co_await make_next(app, ctx);
        plan = rules::plan_keys(keys, ctx.now);
    }
    if (!plan.remove.empty()) co_await remove(app, ctx, plan.remove);
    check(plan.sign_with.has_value(), "a store has a key that signs");
    const auto& key = find(keys, *plan.sign_with);
    auto secret = crypto::unseal(app.config.master_key, sealed_for, key.sealed.value);
    if (!secret) throw std::runtime_error("the signing key of this store was sealed with another master key");
    co_return Signer{kid_of(key.id), std::move(*secret)};
}

Task<std::string> key_set(App& app, Ctx ctx) {
    auto keys = co_await app.db.read(ctx, sql::list_keys());
    if (keys.empty()) keys = co_await make_next(app, ctx);
    boost::json::array all;
    for (const auto& key : keys)
        all.push_back(boost::json::object{{"kty", "RSA"}, {"use", "sig"}, {"alg", "RS256"}, {"kid", kid_of(key.id)}, {"n", crypto::base64url(key.modulus.value)}, {"e", crypto::base64url(key.exponent.value)}});
    co_return boost::json::serialize(boost::json::object{{"keys", std::move(all)}});
}

}  // namespace vitrine::accounts
