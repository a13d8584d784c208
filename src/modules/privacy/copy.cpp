// A copy of everything a store knows of a person: asked for, made by a job, fetched by its owner alone.
#include "core/check.h"
#include "io/crypto/seal.h"
#include "modules/privacy/jobs.h"
#include "modules/privacy/rules.h"
#include "modules/privacy/settings.h"
#include "modules/privacy/sql.h"
#include "modules/privacy/subject.h"

namespace vitrine::privacy {
namespace {

std::string purpose_of(StoreId store, RequestId id) { return "privacy.copy\n" + store.text() + "\n" + id.text(); }

Task<RequestView> ask(pg::Tx& tx, const Subject& subject) {
    auto now = tx.ctx().now;
    auto id = RequestId::next(now);
    auto added = co_await tx.ask(sql::add_request(id, Kind::copy, subject.account(), subject.mailboxes.front(), now, now));
    if (added > 0) jobs::later(tx, std::string(copy_kind), id.text(), now, CarryOut{id});
    auto row = co_await tx.ask(sql::find_waiting(Kind::copy, subject.mailboxes.front()));
    check(row.has_value(), "a request that was made waits");
    co_return rules::view_of(*row);
}

/// The file: what it is, then each part under the name of the module that has it.
std::string file_of(const stores::Store& store, const Subject& subject, Instant now, const RawJson& data) {
    return "{\"store\":" + to_json(store.name) + ",\"made_at\":" + to_json(now) + ",\"mailboxes\":" + to_json(subject.mailboxes) + ",\"data\":" + data.text + "}";
}

}  // namespace

Task<std::vector<RequestView>> requests_of(App& app, Ctx ctx, Person person) {
    std::vector<RequestView> out;
    for (const auto& row : co_await app.db.read(ctx, sql::requests_of(person.id))) out.push_back(rules::view_of(row));
    co_return out;
}

Task<Result<RequestView>> ask_for_copy(App& app, Ctx ctx, Person person) {
    auto body = [&](pg::Tx& tx) -> Task<Result<RequestView>> {
        auto customer = co_await accounts::lock_customer(tx, person);
        if (!customer) co_return refuse(refusals::unauthenticated);
        auto subject = co_await subject_of(tx, std::move(*customer));
        co_return co_await ask(tx, subject);
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<RequestView>> ask_for_copy_of(App& app, Ctx ctx, Email mailbox) {
    auto body = [&](pg::Tx& tx) -> Task<Result<RequestView>> {
        auto subject = co_await subject_of_mailbox(tx, mailbox);
        if (!subject.customer && !co_await tx.ask(sql::knows_person(subject.mailboxes, subject.keys))) co_return refuse(nobody);
        co_return co_await ask(tx, subject);
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<void> make_copy(App& app, const jobs::Attempt& attempt, const CarryOut& what) {
    auto store = app.stores->known(attempt.ctx.store);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await tx.ask(sql::lock_request(what.request));
        attempt.finish(tx);
        if (!row || row->state != RequestState::waiting) co_return false;
        auto settings = co_await load_settings(tx);
        auto subject = co_await subject_of_request(tx, *row);
        auto data = co_await tx.ask(sql::personal_data(subject.account(), subject.mailboxes, subject.keys));
        auto text = file_of(*store, subject, attempt.ctx.now, data);
        auto size = std::int64_t(text.size());
        pg::Bytes sealed{crypto::seal(app.config.master_key, purpose_of(attempt.ctx.store, row->id), text)};
        tx.send(sql::keep_file(row->id, sealed, size, attempt.ctx.now + settings.copy_days.value * 24h, attempt.ctx.now));
        if (subject.customer) accounts::send_privacy_letter(tx, row->id.text(), "export_ready", *subject.customer);
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<Result<std::string>> fetch_copy(App& app, Ctx ctx, RequestId id, std::optional<Person> person) {
    auto row = co_await app.db.read(ctx, sql::find_request(id));
    if (!row || row->kind != Kind::copy || (person && row->customer != person->id)) co_return refuse(not_found);
    auto file = co_await app.db.read(ctx, sql::find_file(id, person ? std::optional(person->id) : std::nullopt, ctx.now));
    if (!file) co_return refuse(row->state == RequestState::waiting ? not_found : file_over);
    auto text = crypto::unseal(app.config.master_key, purpose_of(ctx.store, id), file->value);
    if (!text) co_return refuse(file_over);
    co_return std::move(*text);
}

}  // namespace vitrine::privacy
