// Mailboxes that want to hear of the opening.
#include "core/text.h"
#include "modules/launch/doors.h"
#include "modules/launch/sql.h"

namespace vitrine::launch {
namespace {

constexpr std::int32_t told_at_once = 200;
constexpr Duration asked_again_after = 1h, link_lives = std::chrono::hours(24 * 14), breath = 1s;

void write_letter(pg::Tx& tx, SignupId signup, bool has_opened) { jobs::publish(tx, signup.text(), SignupLetter{signup, has_opened}); }

}  // namespace

Task<Result<bool>> sign_up(App& app, Ctx ctx, Email mailbox) {
    auto known = known_of(ctx.store);
    if (!known || !known->is_closed(ctx.now) || !known->gate.takes_addresses) co_return refuse(no_signups);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::add_signup(SignupId::next(ctx.now), std::string(mailbox.str()), lower_ascii(mailbox.str()), ctx.now));
        auto row = co_await tx.ask(sql::lock_signup_of(lower_ascii(mailbox.str())));
        if (!row || row->confirmed_at) co_return true;
        auto asked = co_await tx.ask(sql::ask_signup(row->id, ctx.now, ctx.now - asked_again_after));
        if (asked > 0) write_letter(tx, row->id, false);
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<bool>> confirm_signup(App& app, Ctx ctx, std::string token) {
    auto id = signup_of_token(app.config, ctx.store, token);
    if (!id) co_return refuse(link_dead);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await tx.ask(sql::lock_signup(*id));
        if (!row || (!row->confirmed_at && row->asked_at + link_lives < ctx.now)) co_return refuse(link_dead);
        if (!row->confirmed_at) tx.send(sql::confirm_signup(*id, ctx.now));
        // Where it has opened meanwhile, this one is told by itself.
        if (!row->told_at) jobs::later_all(tx, {{std::string(tell_job), "", ctx.now, to_json(TellOpening{}), true}});
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<bool>> drop_signup(App& app, Ctx ctx, std::string token) {
    auto id = signup_of_token(app.config, ctx.store, token);
    if (!id) co_return refuse(link_dead);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::drop_signup(*id));
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<std::optional<Email>> reader_of(App& app, Ctx ctx, SignupId signup) {
    auto row = co_await app.db.read(ctx, sql::find_signup(signup));
    co_return row ? Email::parse(row->mailbox) : std::nullopt;
}

std::string signup_url(const Config& config, const stores::Store& store, SignupId signup) {
    return accounts::store_base(config, store) + "/launch/confirm?token=" + signup_token(config, store.id, signup);
}

Task<void> tell_opening(App& app, const jobs::Attempt& attempt, const TellOpening&) {
    auto now = attempt.ctx.now;
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await tx.ask(sql::find_gate());
        auto gate = read_json<Gate>(row ? row->document.text : std::string("{}"));
        bool is_open = row && gate && !Known{.gate = *gate, .password_hash = {}, .previews = {}}.is_closed(now);
        auto waiting = is_open ? co_await tx.ask(sql::claim_untold(now, told_at_once)) : std::vector<SignupId>{};
        for (auto signup : waiting) write_letter(tx, signup, true);
        if (std::int32_t(waiting.size()) == told_at_once) jobs::later(tx, std::string(tell_job), "", now + breath, TellOpening{});
        attempt.finish(tx);
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

}  // namespace vitrine::launch
