#include "modules/orders/notes.h"

#include <algorithm>

#include "modules/orders/sql.h"

namespace vitrine::orders {
namespace {

/// Buyers and staff each have room of their own, so that neither can silence the other.
size_t most_of(NoteKind kind) { return kind == NoteKind::customer ? 100 : 500; }

NoteView view_of(const sql::NoteRow& row) { return {uuid_text(row.id), row.kind, row.words, row.actor, row.at}; }

Task<Result<NoteView>> write(App& app, Ctx ctx, OrderId order, NoteText text, NoteKind kind) {
    NoteView note{"", kind, text.str(), ctx.actor, ctx.now};
    auto id = new_uuid(ctx.now);
    note.id = uuid_text(id);
    auto body = [&](pg::Tx& tx) -> Task<Result<NoteView>> {
        auto known = co_await tx.ask(sql::notes_of(order));
        bool is_customer = kind == NoteKind::customer;
        auto count = std::ranges::count_if(known, [&](const auto& note) { return (note.kind == NoteKind::customer) == is_customer; });
        if (size_t(count) >= most_of(kind)) co_return refuse(too_many_notes);
        auto added = co_await tx.ask(sql::add_note(order, id, kind, text.str(), ctx.now));
        if (added == 0) co_return refuse(not_found);
        co_return note;
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace

Task<Result<NoteView>> add_note(App& app, Ctx ctx, OrderId order, NoteText text, bool is_visible) {
    return write(app, std::move(ctx), order, std::move(text), is_visible ? NoteKind::visible : NoteKind::internal);
}

Task<Result<NoteView>> add_customer_note(App& app, Ctx ctx, OrderId order, std::string token, NoteText text) {
    auto seen = co_await view(app, ctx, order, std::move(token));
    if (!seen) co_return refuse(std::move(seen.error()));
    co_return co_await write(app, std::move(ctx), order, std::move(text), NoteKind::customer);
}

Task<Result<std::vector<NoteView>>> notes_of(App& app, Ctx ctx, OrderId order, std::string token) {
    auto seen = co_await view(app, ctx, order, std::move(token));
    if (!seen) co_return refuse(std::move(seen.error()));
    std::vector<NoteView> notes;
    for (const auto& row : co_await app.db.read(ctx, sql::notes_of(order)))
        if (ctx.role == Role::staff || row.kind != NoteKind::internal) notes.push_back(view_of(row));
    co_return notes;
}

}  // namespace vitrine::orders
