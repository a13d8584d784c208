#include "modules/accounts/asked.h"
#include "modules/accounts/hashing/api.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {
namespace {

std::unexpected<Refusal> weak(std::string why) { return refuse(password_weak, why, {{"/password", "weak", why}}); }

}  // namespace

Task<Result<bool>> register_customer(App& app, Ctx ctx, Registration in, Visitor visitor) {
    auto taken = co_await take_all(app, rules::mail_buckets(ctx.store, rules::email_key(in.email), http::client_of(visitor.ip)), ctx.now);
    if (!taken) co_return refuse(std::move(taken.error()));
    if (auto why = rules::weakness_of(Kind::customer, in.password, in.email, in.name)) co_return weak(*why);
    auto hash = co_await hash_of(in.password);
    if (!hash) co_return refuse(std::move(hash.error()));
    NewLink link{.purpose = Purpose::registration, .email = in.email, .name = in.name.str(), .password_hash = *hash, .return_to = rules::local_path(in.return_to.value_or("")).value_or("")};
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        ask(tx, link);
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<Opened>> confirm_registration(App& app, Ctx ctx, std::string token, std::string password, Visitor visitor) {
    auto link = co_await usable_link(app, ctx, Purpose::registration, token);
    if (!link) co_return refuse(std::move(link.error()));
    auto taken = co_await take_all(app, {{{"confirm-registration", 10, 3'600}, link->id.text()}}, ctx.now);
    if (!taken) co_return refuse(std::move(taken.error()));
    auto is_right = co_await fits(link->password_hash.value_or(""), password);
    if (!is_right) co_return refuse(std::move(is_right.error()));
    if (!*is_right) co_return refuse(credentials_wrong);
    auto email = Email::parse(link->email);
    Person person{Kind::customer, new_uuid(ctx.now)};
    auto body = [&](pg::Tx& tx) -> Task<Result<Opened>> {
        auto used = co_await tx.ask(sql::use_link(link->id, Purpose::registration, ctx.now));
        if (!used) co_return refuse(link_dead);
        auto key = rules::email_key(*email);
        auto added = co_await tx.ask(sql::add_person(person.id, Kind::customer, email->str(), key, link->name, link->password_hash, {}));
        if (added == 0) co_return refuse(link_dead);  // another link of this mailbox was first
        auto opened = co_await open_session(app, tx, person, key, "registration", visitor, false);
        if (!opened) co_return refuse(std::move(opened.error()));
        opened->return_to = link->return_to;
        jobs::publish(tx, person.text(), CustomerRegistered{person.text()});
        co_return std::move(opened);
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::accounts
