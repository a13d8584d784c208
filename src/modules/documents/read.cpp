// Papers for those who may see them, drawn when they are asked for.
#include <algorithm>

#include "core/time_cursor.h"
#include "io/loop.h"
#include "modules/documents/paper.h"
#include "modules/documents/read.h"
#include "modules/documents/sql.h"

namespace vitrine::documents {
namespace {

template <class Row>
DocumentView view_of(const Row& row) {
    return {row.id, row.kind, row.number, row.order_id, row.refund, {row.total, row.currency}, {row.tax, row.currency}, row.day, row.actor, row.issued_at};
}

using Cursor = TimeCursor<DocumentId>;

std::string file_name(std::string name) {
    for (auto& c : name)
        if (!std::isalnum((unsigned char)c)) c = '-';
    return name + ".pdf";
}

struct Kept {
    OrderId order;
    Paper paper;
};
Task<std::optional<Kept>> find(App& app, Ctx ctx, DocumentId id) {
    auto row = co_await app.db.read(ctx, sql::find_paper(id));
    if (!row) co_return std::nullopt;
    auto paper = read_json<Paper>(row->paper.text);
    if (!paper) throw std::runtime_error("a stored document does not fit its shape");
    co_return Kept{row->order_id, std::move(*paper)};
}

/// Off the loop: shaping and compressing take milliseconds a page.
template <class What>
Task<Print> drawn(std::string name, What what) {
    auto work = [what = std::move(what)] { return draw(what); };
    auto bytes = co_await offload_value(std::move(work));
    co_return Print{file_name(std::move(name)), std::move(bytes)};
}

Task<Print> print_of(Kept kept) {
    auto name = std::string(kept.paper.kind == Kind::invoice ? "invoice-" : "credit-note-") + kept.paper.number;
    return drawn(std::move(name), std::move(kept.paper));
}

}  // namespace

http::Response pdf_answer(Print print) {
    http::Response response;
    response.set("Content-Type", "application/pdf");
    response.set("Content-Disposition", "inline; filename=\"" + print.name + "\"");
    response.set("Cache-Control", "private, no-store");
    response.body = std::move(print.bytes);
    return response;
}

Task<Result<std::vector<DocumentView>>> of_order(App& app, Ctx ctx, OrderId order, std::string token) {
    auto seen = co_await orders::view(app, ctx, order, std::move(token));
    if (!seen) co_return refuse(std::move(seen.error()));
    std::vector<DocumentView> out;
    for (const auto& row : co_await app.db.read(ctx, sql::documents_of_order(order))) out.push_back(view_of(row));
    co_return out;
}

Task<Result<Print>> print(App& app, Ctx ctx, DocumentId id) {
    auto kept = co_await find(app, ctx, id);
    if (!kept) co_return refuse(not_found);
    co_return co_await print_of(std::move(*kept));
}

Task<Result<Print>> print_for_owner(App& app, Ctx ctx, OrderId order, DocumentId id, std::string token) {
    auto seen = co_await orders::view(app, ctx, order, std::move(token));
    if (!seen) co_return refuse(std::move(seen.error()));
    auto kept = co_await find(app, ctx, id);
    if (!kept || kept->order != order) co_return refuse(not_found);
    co_return co_await print_of(std::move(*kept));
}

Task<Result<Print>> packing_slip(App& app, Ctx ctx, OrderId order) {
    auto seen = co_await orders::view(app, ctx, order, {});
    if (!seen) co_return refuse(std::move(seen.error()));
    auto store = app.stores->known(ctx.store);
    Slip slip{store->name, seen->number, day_of(seen->placed_at, store->time_zone, 1).text, seen->shipping_name, seen->email, party_of(seen->shipping_address), {}};
    for (const auto& line : seen->lines)
        if (auto quantity = line.quantity - line.cancelled.value_or(0); quantity > 0)
            slip.lines.push_back({.position = line.position, .quantity = quantity, .title = line.options.empty() ? line.title : line.title + "\n" + line.options, .detail = line.sku});
    co_return co_await drawn("packing-slip-" + seen->number, std::move(slip));
}

Task<Result<DocumentPage>> list_documents(App& app, Ctx ctx, DocumentFilter filter) {
    auto limit = std::int32_t(filter.limit.value_or(Whole<1, 200>{50}));
    Cursor from{ctx.now + std::chrono::hours(24), {}};
    if (filter.cursor) {
        auto parsed = Cursor::parse(*filter.cursor);
        if (!parsed) co_return refuse(refusals::invalid, {}, {{"/cursor", "bad_cursor", "use the next_cursor of an earlier answer"}});
        from = *parsed;
    }
    auto query = filter.kind ? sql::find_document_page_of_kind(*filter.kind, from.at, from.id, limit + 1) : sql::find_document_page(from.at, from.id, limit + 1);
    DocumentPage page;
    for (const auto& row : co_await app.db.read(ctx, std::move(query))) page.items.push_back(view_of(row));
    if (page.items.size() > size_t(limit)) {
        page.items.resize(size_t(limit));
        page.next_cursor = Cursor{page.items.back().issued_at, page.items.back().id}.text();
    }
    co_return page;
}

}  // namespace vitrine::documents
