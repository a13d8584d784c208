#include "modules/accounts/asked.h"

#include "core/check.h"
#include "modules/accounts/sql.h"

namespace vitrine::accounts {
namespace {

constexpr Duration links_are_kept = 24h, attempts_are_kept = 30 * 24h;

/// What the mailbox is told; empty: nothing, and the link does nothing.
struct Said {
    std::string_view what;
    bool is_link_good = true;
};

Said said_of(const LinkRow& link, const std::optional<PersonRow>& owner) {
    switch (link.purpose) {
        case Purpose::registration: return owner ? Said{"known_already", false} : Said{"confirm"};
        case Purpose::sign_in: return owner && !owner->is_blocked ? Said{"sign_in"} : Said{"", false};
        case Purpose::password: return owner && !owner->is_blocked ? Said{"new_password"} : Said{"", false};
        case Purpose::email: return owner ? Said{"known_already", false} : Said{"confirm_email"};
        case Purpose::invitation: return owner ? Said{"", false} : Said{"invitation"};
    }
    return {"", false};
}

}  // namespace

LinkId ask(pg::Tx& tx, const NewLink& link) {
    auto now = tx.ctx().now;
    auto id = LinkId::next(now);
    tx.send(sql::add_link(id, link.purpose, link.kind, link.person, link.email.str(), link.former_email, link.name, link.password_hash, link.roles, link.inviter, link.return_to, now,
                          now + rules::life_of(link.purpose)));
    jobs::later(tx, std::string(answer_kind), id.text(), now, Ask{id});
    return id;
}

Task<void> answer(App& app, const jobs::Attempt& attempt, const Ask& ask) {
    auto now = attempt.ctx.now;
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::sweep_links(now - links_are_kept));
        tx.send(sql::sweep_attempts(now - attempts_are_kept));
        auto link = co_await tx.ask(sql::find_link(ask.link));
        attempt.finish(tx);
        if (!link || link->used_at || link->ends_at <= now) co_return true;
        auto email = Email::parse(link->email);
        check(email.has_value(), "a link was made for an address");
        auto owner = co_await tx.ask(sql::find_by_email(link->kind, rules::email_key(*email)));
        auto said = said_of(*link, owner);
        if (!said.is_link_good) tx.send(sql::spend_link(ask.link, now));
        else if (owner) tx.send(sql::give_link(ask.link, owner->id));
        if (!said.what.empty()) send_letter(tx, ask.link.text(), {std::string(said.what), ask.link, {}, {}});
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<Result<LinkRow>> usable_link(App& app, Ctx ctx, Purpose purpose, std::string token) {
    auto id = link_of_token(app.config, ctx.store, token);
    if (!id) co_return refuse(link_dead);
    auto link = co_await app.db.read(ctx, sql::find_link(*id));
    bool is_good = link && link->purpose == purpose && !link->used_at && link->ends_at > ctx.now;
    if (!is_good) co_return refuse(link_dead);
    co_return std::move(*link);
}

bool went_to_owner(const LinkRow& link, const PersonRow& owner) {
    auto sent = Email::parse(link.email), now = Email::parse(owner.email);
    return sent && now && rules::email_key(*sent) == rules::email_key(*now);
}

Task<Result<bool>> ask_for_link(App& app, Ctx ctx, Kind kind, Purpose purpose, Email email, std::string return_to, Visitor visitor) {
    check(purpose == Purpose::sign_in || purpose == Purpose::password, "strangers ask for these only");
    auto taken = co_await take_all(app, rules::mail_buckets(ctx.store, rules::email_key(email), http::client_of(visitor.ip)), ctx.now);
    if (!taken) co_return refuse(std::move(taken.error()));
    co_return co_await send_link(app, ctx, kind, purpose, std::move(email), std::move(return_to));
}

Task<Result<bool>> send_link(App& app, Ctx ctx, Kind kind, Purpose purpose, Email email, std::string return_to) {
    NewLink link{.purpose = purpose, .kind = kind, .email = email, .return_to = rules::local_path(return_to).value_or("")};
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        ask(tx, link);
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::accounts
