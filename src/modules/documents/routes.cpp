#include "modules/documents/routes.h"

#include <algorithm>

#include "io/http/version_tag.h"
#include "modules/documents/read.h"
#include "modules/documents/settings.h"
#include "modules/orders/guest/api.h"

namespace vitrine::documents {
namespace {

struct OrderPath {
    OrderId id;
};
SHAPE(OrderPath, id)
struct DocumentPath {
    DocumentId id;
};
SHAPE(DocumentPath, id)
struct OrderDocumentPath {
    OrderId id;
    DocumentId document;
};
SHAPE(OrderDocumentPath, id, document)
struct DocumentList {
    std::vector<DocumentView> items;
};
SHAPE(DocumentList, items)

using At = http::Path<OrderPath>;

Result<http::Response> sent(Result<Print> print) {
    if (!print) return refuse(std::move(print.error()));
    return pdf_answer(std::move(*print));
}

Result<http::Response> tagged(Result<StoredSettings> stored) {
    if (!stored) return refuse(std::move(stored.error()));
    auto response = http::json_text(to_json(stored->settings));
    response.set("ETag", http::version_tag(stored->version));
    return response;
}

Task<Result<DocumentList>> get_documents(App& app, Ctx ctx, At path) {
    auto all = co_await of_order(app, ctx, path->id, {});
    if (!all) co_return refuse(std::move(all.error()));
    co_return DocumentList{std::move(*all)};
}
Task<Result<DocumentList>> get_own_documents(App& app, Ctx ctx, At path, http::Headers<orders::GuestHeader> header, http::Query<orders::GuestQuery> query) {
    auto all = co_await of_order(app, ctx, path->id, orders::guest_secret(header->x_order_token, query));
    if (!all) co_return refuse(std::move(all.error()));
    co_return DocumentList{std::move(*all)};
}
Task<Result<http::Response>> get_invoice(App& app, Ctx ctx, At path, http::Headers<orders::GuestHeader> header, http::Query<orders::GuestQuery> query) {
    auto token = orders::guest_secret(header->x_order_token, query);
    auto all = co_await of_order(app, ctx, path->id, token);
    if (!all) co_return refuse(std::move(all.error()));
    auto invoice = std::ranges::find(*all, Kind::invoice, &DocumentView::kind);
    if (invoice == all->end()) co_return refuse(not_found, "there is no invoice for this order yet");
    auto id = invoice->id;
    co_return sent(co_await print_for_owner(app, ctx, path->id, id, std::move(token)));
}
Task<Result<http::Response>> get_own_print(App& app, Ctx ctx, http::Path<OrderDocumentPath> path, http::Headers<orders::GuestHeader> header, http::Query<orders::GuestQuery> query) {
    co_return sent(co_await print_for_owner(app, ctx, path->id, path->document, orders::guest_secret(header->x_order_token, query)));
}
Task<Result<http::Created<DocumentView>>> post_invoice(App& app, Ctx ctx, At path) {
    auto made = co_await issue_invoice(app, ctx, path->id);
    if (!made) co_return refuse(std::move(made.error()));
    auto location = "/api/v1/admin/documents/" + made->id.text() + "/pdf";
    co_return http::Created<DocumentView>{std::move(*made), location};
}
Task<Result<http::Response>> get_print(App& app, Ctx ctx, http::Path<DocumentPath> path) { co_return sent(co_await print(app, ctx, path->id)); }
Task<Result<http::Response>> get_slip(App& app, Ctx ctx, At path) { co_return sent(co_await packing_slip(app, ctx, path->id)); }
Task<Result<DocumentPage>> get_page(App& app, Ctx ctx, http::Query<DocumentFilter> filter) { return list_documents(app, ctx, filter.value); }
Task<Result<http::Response>> get_settings(App& app, Ctx ctx) { co_return tagged(co_await read_settings(app, ctx)); }
Task<Result<http::Response>> put_settings(App& app, Ctx ctx, http::Headers<http::IfMatch> match, http::Body<PaperSettings> in) {
    co_return tagged(co_await set_settings(app, ctx, http::wanted_version(match->if_match), in.value));
}

http::RouteOptions staff(std::string permission, std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .refusals = std::move(refusals)};
}
http::RouteOptions owner(std::string summary) { return {.summary = std::move(summary), .refusals = {orders::not_found, not_found}}; }

}  // namespace

void routes(http::Routes<App>& routes) {
    const std::string order = "/api/v1/orders/{id}", desk = "/api/v1/admin/orders/{id}", all = "/api/v1/admin/documents";
    routes.get(order + "/documents", get_own_documents, owner("The invoice and credit notes of an order, for whoever holds its token (X-Order-Token or ?token=)"));
    routes.get(order + "/documents/{document}/pdf", get_own_print, owner("One of them as PDF"));
    routes.get(order + "/invoice.pdf", get_invoice, owner("The invoice of an order as PDF, once it is made"));
    routes.get(desk + "/documents", get_documents, staff("orders:read", "The invoice and credit notes of an order", {orders::not_found}));
    routes.post(desk + "/invoice", post_invoice, staff("orders:write", "Makes the invoice of an order before its time; repeating it gives the one there is", {orders::not_found, too_early}));
    routes.get(desk + "/packing-slip.pdf", get_slip, staff("orders:read", "What goes into the parcel, without prices, as PDF", {orders::not_found}));
    routes.get(all, get_page, staff("orders:read", "Invoices and credit notes, newest first"));
    routes.get(all + "/{id}/pdf", get_print, staff("orders:read", "An invoice or credit note as PDF", {not_found}));
    routes.get(all + "/settings", get_settings, staff("settings:read", "Who the store is on paper, and when invoices are made"));
    routes.put(all + "/settings", put_settings, staff("settings:write", "Sets that for documents made from now on; with If-Match only the version it was read at", {refusals::stale_version}));
}

}  // namespace vitrine::documents
