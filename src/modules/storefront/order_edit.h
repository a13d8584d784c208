#pragma once
// What is to be paid for an order: the order itself, or the difference that an edit of it asks for.
#include "io/html/template.h"
#include "modules/orders/edited/api.h"
#include "modules/storefront/layout.h"

namespace vitrine::storefront {

/// The order as its pay page shows it. Of an edit: with the payment, the way to pay, the amount and the goods of the edit, and pending while that is open.
struct Due {
    orders::OrderView order;
    std::string name;                    ///< "ord_…" or "oedt_…": in the addresses of the pay page
    bool is_edit = false;
};
/// For a browser that placed the order or holds its link, by the id of the order or of one of its edits. request.not_found otherwise.
Task<Result<Due>> due_of(App& app, Ctx ctx, const http::Request& request, std::string_view id);

/// The rows of its summary.
html::List rows_of(const Due& due);

/// The box on the order's page that says what is to change, what it costs and until when, with the button that pays.
html::Data edit_data(const Page& page, const orders::EditDifference& edit, const std::optional<payments::Instructions>& to);

}  // namespace vitrine::storefront
