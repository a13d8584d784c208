// The first page of an account: who it is, and the orders of the mailbox.
#include "core/check.h"
#include "modules/orders/of_customer/api.h"
#include "modules/storefront/account.h"
#include "modules/storefront/account_frame.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/show.h"

namespace vitrine::storefront {
namespace {

constexpr int orders_shown = 20;

std::string_view words_of(orders::State state) {
    using enum orders::State;
    switch (state) {
        case pending_payment: return "Waiting for payment";
        case paid:
        case processing: return "Being packed";
        case packed: return "Packed";
        case shipped: return "On its way";
        case delivered:
        case completed: return "Delivered";
        case on_hold: return "On hold";
        case cancelled: return "Cancelled";
        case refunded: return "Refunded";
    }
    return {};
}

std::optional<std::string> cursor_of(const Page& page) {
    for (const auto& [key, value] : page.request.query)
        if (key == "after" && !value.empty()) return value;
    return {};
}

}  // namespace

Task<Result<http::Response>> account_home(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto person = customer_of(ctx);
    if (!person) co_return to_sign_in(page);
    auto profile = co_await accounts::profile(app, ctx, *person);
    if (!profile) co_return to_sign_in(page);
    auto mailbox = Email::parse(profile->email);
    check(mailbox.has_value(), "a customer has a mailbox");
    auto own = co_await orders::of_customer::list(app, ctx, *mailbox, cursor_of(page), orders_shown);
    if (!own) co_return refuse(std::move(own.error()));
    auto data = account_frame(page, AccountSection::orders, "Your account");
    html::List rows;
    for (const auto& order : own->items)
        rows.push_back(html::Data{{"href", "/orders/" + order.id.text() + "?token=" + order.token},
                                  {"number", order.number},
                                  {"state", words_of(order.state)},
                                  {"placed", day_and_time(order.placed_at, page.store->time_zone)},
                                  {"items", counted(order.item_count, "article", "articles")},
                                  {"total", format_for_people(order.total)}});
    data["name"] = profile->name;
    data["email"] = profile->email;
    data["has_orders"] = !rows.empty();
    data["orders"] = std::move(rows);
    data["more"] = own->next_cursor ? html::Data("/account?after=" + http::percent_encode(*own->next_cursor)) : html::Data(false);
    co_return account_page(page, "account_home", std::move(data));
}

}  // namespace vitrine::storefront
