#include "modules/accounts/refresh.h"

#include "modules/accounts/sql.h"

namespace vitrine::accounts {
namespace {

/// What a presented token came to. A theft is written down, so it is no refusal inside the transaction.
struct Outcome {
    rules::Verdict verdict = rules::Verdict::dead;
    Person person;
    SessionId session;
    Instant ends_at{};
    Uuid next;
};

Task<Tokens> made(App& app, Ctx ctx, Person person, SessionId session, Instant ends_at, Uuid refresh) {
    Tokens tokens;
    tokens.access_token = co_await access_token(app, ctx, person, session);
    tokens.refresh_token = refresh_token(app.config, ctx.store, refresh);
    tokens.expires_in_s = std::chrono::duration_cast<std::chrono::seconds>(rules::access_token_life).count();
    tokens.ends_at = ends_at;
    tokens.session = session;
    tokens.person = person.text();
    co_return tokens;
}

Task<Result<Outcome>> use(App& app, pg::Tx& tx, Uuid id, Visitor visitor) {
    const auto& ctx = tx.ctx();
    auto held = co_await tx.ask(sql::lock_refresh_token(id));
    if (!held) co_return refuse(token_invalid);
    auto use = co_await tx.ask(sql::find_token_use(id));
    Outcome outcome{rules::judge(*held, use, held->device == device_hash(visitor.device), ctx.now), {held->kind, held->person}, held->session, held->ends_at, {}};
    switch (outcome.verdict) {
        case rules::Verdict::dead: break;
        case rules::Verdict::repeat: outcome.next = *use.child; break;
        case rules::Verdict::issue:
            outcome.next = new_uuid(ctx.now);
            tx.send(sql::use_refresh_token(id, ctx.now));
            tx.send(sql::add_refresh_token(outcome.next, held->session, id, ctx.now));
            tx.send(sql::touch_session(held->session, ctx.now));
            break;
        case rules::Verdict::stolen:
            tx.send(sql::end_session(held->person, held->session, "stolen"));
            send_letter(tx, held->session.text(), {"tokens_stolen", {}, outcome.person.text(), held->session});
            tell_processes(app, tx);
            break;
    }
    co_return outcome;
}

}  // namespace

Task<Tokens> tokens_of(App& app, Ctx ctx, Opened opened) {
    auto tokens = co_await made(app, ctx, opened.person, opened.session, opened.ends_at, opened.refresh);
    tokens.device_token = std::move(opened.device);
    tokens.device_proof = std::move(opened.proof);
    co_return tokens;
}

Task<Result<Tokens>> refresh(App& app, Ctx ctx, std::string token, Visitor visitor) {
    auto id = refresh_token_id(app.config, ctx.store, token);
    if (!id) co_return refuse(token_invalid);
    auto body = [&](pg::Tx& tx) -> Task<Result<Outcome>> { return use(app, tx, *id, visitor); };
    auto outcome = co_await app.db.transaction(ctx, body);
    if (!outcome) co_return refuse(std::move(outcome.error()));
    bool is_good = outcome->verdict == rules::Verdict::issue || outcome->verdict == rules::Verdict::repeat;
    if (!is_good) co_return refuse(token_invalid);
    auto tokens = co_await made(app, ctx, outcome->person, outcome->session, outcome->ends_at, outcome->next);
    tokens.device_token = visitor.device;
    tokens.device_proof = visitor.proof;
    co_return tokens;
}

}  // namespace vitrine::accounts
