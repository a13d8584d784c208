#include "modules/accounts/session.h"

#include "io/crypto/digest.h"
#include "io/http/shared_rates.h"
#include "modules/accounts/keys.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {

Task<Result<Opened>> open_session(App& app, pg::Tx& tx, Person person, std::string email_key, std::string how, Visitor visitor, bool is_new_device) {
    const auto& ctx = tx.ctx();
    Opened opened;
    opened.session = SessionId::next(ctx.now);
    opened.person = person;
    opened.ends_at = ctx.now + (person.kind == Kind::staff ? rules::staff_session_life : rules::session_life);
    opened.device = is_device(visitor.device) ? visitor.device : new_device();
    opened.proof = proof_of_device(app.config, ctx.store, person.kind, email_key, opened.device);
    opened.refresh = new_uuid(ctx.now);
    auto count = co_await tx.ask(sql::open_session(opened.session, person.id, person.kind, device_hash(opened.device), rules::agent_name(visitor.agent), rules::network_of(visitor.ip), how, ctx.now,
                                                   opened.ends_at));
    if (count == 0) co_return refuse(credentials_wrong);
    tx.send(sql::add_refresh_token(opened.refresh, opened.session, {}, ctx.now));
    if (is_new_device) send_letter(tx, opened.session.text(), {"new_device", {}, person.text(), opened.session});
    co_return std::move(opened);
}

Task<Result<void>> take_all(App& app, std::vector<rules::Bucket> buckets, Instant now) {
    for (const auto& bucket : buckets) {
        auto taken = co_await http::count_call_together(app.limits.get(), bucket.policy, bucket.key, now);
        if (!taken) co_return refuse(std::move(taken.error()));
    }
    co_return Result<void>();
}

std::string known_device(const Config& config, StoreId store, Kind kind, const std::string& email_key, const Visitor& visitor) {
    if (visitor.device.empty() || visitor.proof.empty()) return {};
    bool is_proved = crypto::equal_in_constant_time(proof_of_device(config, store, kind, email_key, visitor.device), visitor.proof);
    return is_proved ? visitor.device : std::string();
}

pg::Bytes subject_of(const Config& config, StoreId store, Kind kind, const std::string& email_key) {
    auto text = "accounts.attempts\n" + store.text() + "\n" + std::string(shape_name(kind)) + "\n" + email_key;
    return {crypto::bytes_of(crypto::hmac_sha256(config.master_key, text))};
}

void tell_processes(App& app, pg::Tx& tx) {
    tx.after_commit([&app] { app.db.notify_soon(channel); });
}

void send_letter(pg::Tx& tx, const std::string& aggregate, Letter letter) { jobs::publish(tx, aggregate, letter); }

Task<Result<PersonRow>> lock_person(pg::Tx& tx, Person person) {
    auto row = co_await tx.ask(sql::lock_person(person.id));
    if (!row || row->is_blocked || row->kind != person.kind) co_return refuse(refusals::unauthenticated);
    co_return std::move(*row);
}

}  // namespace vitrine::accounts
