// Being forgotten: asked for, a time to think again, then everything that names the person goes; what the law keeps stands sealed.
#include <algorithm>

#include "core/check.h"
#include "io/telemetry/metrics.h"
#include "modules/privacy/jobs.h"
#include "modules/privacy/rules.h"
#include "modules/privacy/settings.h"
#include "modules/privacy/sql.h"
#include "modules/privacy/subject.h"

namespace vitrine::privacy {
namespace {

/// Takes the person out of everything, and the request to its end. The caller has looked whether something binds them; the database looks again.
Task<void> forget(App& app, pg::Tx& tx, RequestId id, const Subject& subject) {
    auto store = app.stores->known(tx.ctx().store);
    auto settings = co_await load_settings(tx);
    co_await documents::seal_papers(app, tx, subject.buyer(), years_of(settings, *store));
    tx.send(sql::end_request(id, RequestState::done, tx.ctx().now));
    co_await tx.ask(sql::erase_person(subject.account(), subject.mailboxes, subject.keys, rules::stand_in(id)));
    accounts::people_changed(app, tx);
    tx.after_commit([] {
        static auto forgotten = metrics::counter("vitrine_privacy_forgotten_total", "People who were forgotten");
        forgotten.add();
    });
}

std::vector<std::string> codes_of(const Refusal& refusal) {
    std::vector<std::string> out;
    for (const auto& fault : refusal.errors)
        if (std::ranges::find(out, fault.code) == out.end()) out.push_back(fault.code);
    return out;
}

Task<Result<RequestView>> withdraw(pg::Tx& tx, RequestId id) {
    auto row = co_await tx.ask(sql::lock_request(id));
    if (!row || row->kind != Kind::deletion) co_return refuse(not_found);
    if (row->state == RequestState::withdrawn) co_return rules::view_of(*row);
    if (!rules::life.find(row->state, "withdraw")) co_return refuse(ended);
    co_await tx.ask(sql::end_request(id, RequestState::withdrawn, tx.ctx().now));
    row->state = RequestState::withdrawn;
    row->ended_at = tx.ctx().now;
    co_return rules::view_of(*row);
}

}  // namespace

Task<Result<RequestView>> ask_for_deletion(App& app, Ctx ctx, Person person, std::string password, accounts::Visitor visitor) {
    auto proved = co_await accounts::prove_customer(app, ctx, person, std::move(password), std::move(visitor));
    if (!proved) co_return refuse(std::move(proved.error()));
    auto body = [&](pg::Tx& tx) -> Task<Result<RequestView>> {
        auto customer = co_await accounts::lock_customer(tx, person);
        if (!customer) co_return refuse(refusals::unauthenticated);
        auto subject = co_await subject_of(tx, std::move(*customer));
        auto mailbox = subject.mailboxes.front();
        if (auto waiting = co_await tx.ask(sql::find_waiting(Kind::deletion, mailbox))) co_return rules::view_of(*waiting);
        if (auto unbound = co_await check_unbound(tx, subject); !unbound) co_return refuse(std::move(unbound.error()));
        auto settings = co_await load_settings(tx);
        auto id = RequestId::next(ctx.now);
        auto due = ctx.now + settings.waiting_days.value * 24h;
        tx.send(sql::add_request(id, Kind::deletion, subject.account(), mailbox, ctx.now, due));
        jobs::later(tx, std::string(erase_kind), id.text(), due, CarryOut{id});
        accounts::send_privacy_letter(tx, id.text(), "deletion_asked", *subject.customer);
        auto row = co_await tx.ask(sql::find_request(id));
        check(row.has_value(), "a request that was made is there");
        co_return rules::view_of(*row);
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<RequestView>> withdraw_deletion(App& app, Ctx ctx, RequestId id, std::optional<Person> person) {
    auto body = [&](pg::Tx& tx) -> Task<Result<RequestView>> {
        auto row = co_await tx.ask(sql::find_request(id));
        if (!row || (person && row->customer != person->id)) co_return refuse(not_found);
        co_return co_await withdraw(tx, id);
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<RequestView>> keep_account(App& app, Ctx ctx, std::string request, std::string token) {
    auto id = RequestId::parse(request);
    if (!id || !accounts::keeps_account(app.config, ctx.store, request, token)) co_return refuse(not_found);
    auto body = [&](pg::Tx& tx) -> Task<Result<RequestView>> { co_return co_await withdraw(tx, *id); };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<RequestView>> delete_now(App& app, Ctx ctx, Email mailbox) {
    auto body = [&](pg::Tx& tx) -> Task<Result<RequestView>> {
        auto subject = co_await subject_of_mailbox(tx, mailbox);
        if (!subject.customer && !co_await tx.ask(sql::knows_person(subject.mailboxes, subject.keys))) co_return refuse(nobody);
        if (auto unbound = co_await check_unbound(tx, subject); !unbound) co_return refuse(std::move(unbound.error()));
        auto waiting = co_await tx.ask(sql::find_waiting(Kind::deletion, subject.mailboxes.front()));
        auto id = waiting ? waiting->id : RequestId::next(ctx.now);
        if (!waiting) tx.send(sql::add_request(id, Kind::deletion, subject.account(), subject.mailboxes.front(), ctx.now, ctx.now));
        co_await forget(app, tx, id, subject);
        auto row = co_await tx.ask(sql::find_request(id));
        check(row.has_value(), "a request that was carried out is there");
        co_return rules::view_of(*row);
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<void> erase(App& app, const jobs::Attempt& attempt, const CarryOut& what) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await tx.ask(sql::lock_request(what.request));
        attempt.finish(tx);
        if (!row || row->state != RequestState::waiting || row->kind != Kind::deletion) co_return false;
        auto subject = co_await subject_of_request(tx, *row);
        auto unbound = co_await check_unbound(tx, subject);
        if (!unbound) {
            auto again = attempt.ctx.now + rules::postponed_for;
            tx.send(sql::postpone_request(row->id, again, codes_of(unbound.error())));
            jobs::later(tx, std::string(erase_kind), row->id.text(), again, what);
            co_return false;
        }
        co_await forget(app, tx, row->id, subject);
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

void jobs(jobs::Registry& registry) {
    registry.timer(std::string(copy_kind), make_copy);
    registry.timer(std::string(erase_kind), erase);
    registry.timer(std::string(tidy_kind), tidy);
}

}  // namespace vitrine::privacy
