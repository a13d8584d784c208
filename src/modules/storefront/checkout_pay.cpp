// The page that pays: the provider's form in our page, over it, or on a page of the provider's own. What any of them reports decides nothing; the
// return page asks the provider.
#include "modules/payments/api.h"
#include "modules/storefront/questions.h"
#include "modules/storefront/checkout.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/order_access.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/show.h"
#include "modules/storefront/totals.h"

namespace vitrine::storefront {
namespace {

std::string listed(const std::vector<std::string>& origins) {
    std::string out;
    for (const auto& origin : origins) out += " " + origin;
    return out;
}

/// Opens the page to the provider's script, frames, forms and API and to nothing else. Its script is not written for trusted types.
std::string policy(const payments::BrowserOrigins& of, const std::string& form_url) {
    auto forms = listed(of.forms);
    if (!form_url.empty()) forms += " " + form_url;
    auto frames = of.frames.empty() ? " 'none'" : listed(of.frames);
    return "default-src 'none'; script-src 'self'" + listed(of.scripts) + "; style-src 'self'; img-src 'self' data:" + listed(of.images) + "; font-src 'self'; connect-src 'self'" +
           listed(of.connections) + "; frame-src" + frames + "; form-action 'self'" + forms + "; base-uri 'none'; frame-ancestors 'none'";
}

html::Data summary(const orders::OrderView& order, const search::Snapshot& snapshot) {
    html::List lines;
    std::int64_t units = 0;
    for (const auto& line : order.lines) {
        lines.push_back(order_line(line, snapshot));
        units += line.quantity;
    }
    return html::Data{{"count_text", counted(units, "item", "items")}, {"total", format_for_people(order.total)}, {"lines", std::move(lines)}, {"rows", total_rows(order)}};
}

std::string method_name(const Page& page, const orders::OrderView& order) {
    for (const auto& method : payments::methods(page.app.config, *page.store, order.total, order.shipping_address.country.str()))
        if (method.code == order.payment_method) return method.name;
    return order.payment_method;
}

html::Members frame(const Page& page, const orders::OrderView& order) {
    auto data = layout(page, {.title = "Pay | Checkout", .is_noindex = true});
    auto id = order.id.text();
    data["heading"] = "Pay: " + method_name(page, order);
    data["has_steps"] = false;
    data["faults"] = false;
    data["has_panels"] = true;
    data["panels"] = html::List{html::Data{{"label", "Order"}, {"value", order.number}, {"href", "/orders/" + id}, {"change_label", "See order"}}};
    data["summary"] = summary(order, *page.snapshot);
    data["stripe"] = data["modal"] = data["hand_over"] = data["ask"] = html::Data(false);
    data["order_href"] = "/orders/" + id;
    data["hosted_action"] = std::string(payments::pay_path) + id;
    data["return_url"] = visited_base(page) + "/checkout/return?order=" + id;
    data["amount"] = format_for_people(order.total);
    return data;
}

html::Data fields_of(const std::vector<payments::FormField>& fields) {
    html::List list;
    for (const auto& [name, value] : fields) list.push_back(html::Data{{"name", name}, {"value", value}});
    return list;
}

html::Data modal_data(const payments::Modal& modal, const std::string& script) {
    return html::Data{{"script_url", script}, {"json", to_json(modal)}, {"callback_url", modal.callback_url}};
}

/// The page for what is next; nothing when there is nothing to show here.
std::optional<http::Response> page_for(const Page& page, const orders::OrderView& order, const payments::Next& next) {
    auto data = frame(page, order);
    std::string form_url;
    if (next.kind == "client_secret" && next.client_secret) {
        data["stripe"] = html::Data{{"publishable_key", next.publishable_key.value_or("")}, {"client_secret", *next.client_secret}, {"script_url", next.script_url.value_or("")}};
    } else if (next.kind == "modal" && next.modal) {
        data["modal"] = modal_data(*next.modal, next.script_url.value_or(""));
    } else if (next.kind == "redirect" && next.url && next.fields) {
        data["hand_over"] = html::Data{{"url", *next.url}, {"fields", fields_of(*next.fields)}};
        form_url = *next.url;
    } else {
        return {};
    }
    auto response = checkout_page(page, "checkout_pay", std::move(data));
    response.set("Content-Security-Policy", policy(payments::browser_origins(page.app.config, *page.store, order.payment_method), form_url));
    return response;
}

std::string order_part(const http::Request& request) { return request.path.substr(payments::pay_path.size()); }

http::Response go_on(const Page& page, const orders::OrderView& order, const payments::Next& next) {
    if (auto shown = page_for(page, order, next)) return std::move(*shown);
    if (next.kind == "wait") return onward(page, "/checkout/return?order=" + order.id.text());
    return onward(page, next.kind == "redirect" && next.url ? *next.url : "/orders/" + order.id.text());
}

std::vector<payments::Question> questions_of(const Page& page, const orders::OrderView& order) { return payments::questions_of(page.app.config, *page.store, order.payment_method); }

/// A gateway that asks is only started by a form: reading this page must not ring a phone. `go` in the query says that all was asked before.
bool has_to_ask(const Page& page, const orders::OrderView& order) {
    for (const auto& [name, value] : page.request.query)
        if (name == "go") return false;
    return !questions_of(page, order).empty();
}

http::Response ask(const Page& page, const orders::OrderView& order, const payments::Answers& said, const std::vector<Fault>& faults) {
    auto data = frame(page, order);
    data["ask"] = html::Data{{"questions", question_inputs(order.payment_method, questions_of(page, order), said, faults)}};
    data["faults"] = question_faults(order.payment_method, faults);
    return checkout_page(page, "checkout_pay", std::move(data), faults.empty() ? 200 : 422);
}

/// The buyer has said how: the gateway starts with that.
Task<Result<http::Response>> start_as_said(App& app, Ctx ctx, Page& page, const orders::OrderView& order) {
    auto questions = questions_of(page, order);
    auto said = answers_in(http::parse_form(page.request.body).value_or(shape::Fields{}), order.payment_method, questions);
    auto answers = payments::read_answers(questions, said);
    if (!answers) co_return ask(page, order, said, answers.error().errors);
    auto next = co_await payments::start(app, ctx, order.payment, {.base = visited_base(page), .answers = std::move(*answers)});
    if (!next) co_return refuse(next.error());
    co_return go_on(page, order, *next);
}

}  // namespace

Task<Result<http::Response>> pay(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto order = co_await order_of(app, ctx, request, order_part(request));
    if (!order) co_return refuse(order.error());
    if (order->state != orders::State::pending_payment) co_return onward(page, "/orders/" + order->id.text());
    if (has_to_ask(page, *order)) co_return ask(page, *order, {}, {});
    auto next = co_await payments::start(app, ctx, order->payment, {.base = visited_base(page)});
    if (!next) co_return refuse(next.error());
    co_return go_on(page, *order, *next);
}

Task<Result<http::Response>> pay_hosted(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto order = co_await order_of(app, ctx, request, order_part(request));
    if (!order) co_return refuse(order.error());
    auto path = "/orders/" + order->id.text();
    if (origin_of(request) == Origin::foreign) co_return onward(page, path);
    if (order->state != orders::State::pending_payment) co_return onward(page, path);
    if (!questions_of(page, *order).empty()) co_return co_await start_as_said(app, ctx, page, *order);
    auto next = co_await payments::start_hosted(app, ctx, order->payment, {.base = visited_base(page)});
    if (!next) co_return refuse(next.error());
    co_return go_on(page, *order, *next);
}

}  // namespace vitrine::storefront
