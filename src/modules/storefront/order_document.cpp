// The invoice and credit notes of an order, for the browser that placed it.
#include "modules/documents/api.h"
#include "modules/storefront/order_access.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/visit.h"

namespace vitrine::storefront {

Task<Result<http::Response>> order_document(App& app, Ctx ctx, const http::Request& request) {
    std::string_view path = request.path;
    path.remove_prefix(std::string_view("/orders/").size());
    auto middle = path.find("/documents/");
    auto order = orders::OrderId::parse(path.substr(0, middle));
    auto document = documents::DocumentId::parse(path.substr(middle + std::string_view("/documents/").size()));
    if (!order || !document) co_return refuse(refusals::not_found);
    auto print = co_await documents::print_for_owner(app, ctx, *order, *document, order_token(request, order->text()));
    if (!print) co_return refuse(refusals::not_found);
    co_return documents::pdf_answer(std::move(*print));
}

}  // namespace vitrine::storefront
