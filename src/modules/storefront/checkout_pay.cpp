// The page that pays: the provider's form in our page, over it, or on a page of the provider's own. What any of them reports decides nothing; the
// return page asks the provider.
#include <algorithm>

#include "modules/payments/api.h"
#include "modules/storefront/checkout.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/order_access.h"
#include "modules/storefront/order_edit.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/questions.h"
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

html::Data summary(const Due& due, const search::Snapshot& snapshot) {
    const auto& order = due.order;
    html::List lines;
    std::int64_t units = 0;
    for (const auto& line : order.lines) {
        lines.push_back(order_line(line, snapshot));
        units += line.quantity;
    }
    return html::Data{{"count_text", counted(units, "item", "items")}, {"total", format_for_people(order.total)}, {"lines", std::move(lines)}, {"rows", rows_of(due)}};
}

std::string method_name(const Page& page, const orders::OrderView& order) {
    for (const auto& method : payments::methods(page.app.config, *page.store, order.total, order.shipping_address.country.str()))
        if (method.code == order.payment_method) return method.name;
    return order.payment_method;
}

html::Members frame(const Page& page, const Due& due) {
    const auto& order = due.order;
    auto data = layout(page, {.title = "Pay | Checkout", .is_noindex = true});
    auto id = order.id.text();
    data["heading"] = "Pay: " + method_name(page, order);
    data["has_steps"] = false;
    data["faults"] = false;
    data["has_panels"] = true;
    data["panels"] = html::List{html::Data{{"label", "Order"}, {"value", order.number}, {"href", "/orders/" + id}, {"change_label", "See order"}}};
    data["summary"] = summary(due, *page.snapshot);
    data["stripe"] = data["modal"] = data["wallet"] = data["hand_over"] = data["ask"] = html::Data(false);
    data["order_href"] = "/orders/" + id;
    data["hosted_action"] = std::string(payments::pay_path) + due.name;
    data["return_url"] = visited_base(page) + "/checkout/return?order=" + due.name;
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

/// What was typed into the form of a wallet and what is wrong with it.
struct Typed {
    shape::Fields fields;
    std::vector<Fault> faults;
    std::string refusal;   ///< of the whole

    std::string fault_of(const std::string& name) const {
        auto found = std::ranges::find(faults, "/" + name, &Fault::pointer);
        return found == faults.end() ? std::string() : found->detail;
    }
};

html::Data ask_data(const payments::Ask& ask, const Typed& typed) {
    auto fault = typed.fault_of(ask.name);
    auto described_by = (ask.hint.empty() ? "" : ask.name + "-hint") + (fault.empty() ? "" : " " + ask.name + "-fault");
    return html::Data{{"id", ask.name}, {"name", ask.name}, {"label", ask.label}, {"type", ask.inputmode == "tel" ? "tel" : "text"}, {"value", field(typed.fields, ask.name)}, {"autocomplete", ask.autocomplete},
                      {"inputmode", ask.inputmode}, {"maxlength", std::to_string(ask.longest)}, {"optional", false}, {"half", false}, {"hint", ask.hint}, {"fault", fault}, {"described_by", described_by}, {"is_select", false}};
}

html::Data wallet_data(const Due& due, const std::vector<payments::Ask>& asks, const Typed& typed) {
    html::List inputs;
    for (const auto& ask : asks) inputs.push_back(ask_data(ask, typed));
    return html::Data{{"action", std::string(payments::pay_path) + due.name + "/wallet"}, {"inputs", std::move(inputs)}, {"has_page", payments::has_hosted_page(due.order.payment_method)}};
}

html::Data faults_of(const Typed& typed) {
    html::List items;
    for (const auto& fault : typed.faults) items.push_back(html::Data{{"href", "#" + fault.pointer.substr(1)}, {"text", fault.detail}});
    if (items.empty() && typed.refusal.empty()) return false;
    auto counted = items.size() == 1 ? std::string("One thing needs your attention.") : std::to_string(items.size()) + " things need your attention.";
    return html::Data{{"heading", typed.refusal.empty() ? counted : typed.refusal}, {"items", std::move(items)}};
}

/// The page for what is next; nothing when there is nothing to show here.
std::optional<http::Response> page_for(const Page& page, const Due& due, const payments::Next& next, const Typed& typed = {}) {
    auto data = frame(page, due);
    data["faults"] = faults_of(typed);
    std::string form_url;
    if (next.kind == "client_secret" && next.client_secret) {
        data["stripe"] = html::Data{{"publishable_key", next.publishable_key.value_or("")}, {"client_secret", *next.client_secret}, {"script_url", next.script_url.value_or("")}};
    } else if (next.kind == "modal" && next.modal) {
        data["modal"] = modal_data(*next.modal, next.script_url.value_or(""));
    } else if (next.kind == "wallet" && next.asks) {
        data["wallet"] = wallet_data(due, *next.asks, typed);
    } else if (next.kind == "redirect" && next.url && next.fields) {
        data["hand_over"] = html::Data{{"url", *next.url}, {"fields", fields_of(*next.fields)}};
        form_url = *next.url;
    } else {
        return {};
    }
    auto response = checkout_page(page, "checkout_pay", std::move(data), typed.faults.empty() ? 200 : 422);
    response.set("Content-Security-Policy", policy(payments::browser_origins(page.app.config, *page.store, due.order.payment_method), form_url));
    return response;
}

/// "/checkout/pay/ord_…", "/checkout/pay/ord_…/page" or "/checkout/pay/ord_…/wallet"; of an edit of an order "oedt_…"
std::string order_part(const http::Request& request) {
    auto rest = request.path.substr(payments::pay_path.size());
    return rest.substr(0, rest.find('/'));
}

http::Response go_on(const Page& page, const Due& due, const payments::Next& next) {
    if (auto shown = page_for(page, due, next)) return std::move(*shown);
    if (next.kind == "wait") return onward(page, "/checkout/return?order=" + due.name);
    return onward(page, next.kind == "redirect" && next.url ? *next.url : "/orders/" + due.order.id.text());
}

std::vector<payments::Question> questions_of(const Page& page, const orders::OrderView& order) { return payments::questions_of(page.app.config, *page.store, order.payment_method); }

/// A gateway that asks is only started by a form: reading this page must not ring a phone. `go` in the query says that all was asked before.
bool has_to_ask(const Page& page, const orders::OrderView& order) {
    for (const auto& [name, value] : page.request.query)
        if (name == "go") return false;
    return !questions_of(page, order).empty();
}

http::Response ask(const Page& page, const Due& due, const payments::Answers& said, const std::vector<Fault>& faults) {
    auto data = frame(page, due);
    data["ask"] = html::Data{{"questions", question_inputs(due.order.payment_method, questions_of(page, due.order), said, faults)}};
    data["faults"] = question_faults(due.order.payment_method, faults);
    return checkout_page(page, "checkout_pay", std::move(data), faults.empty() ? 200 : 422);
}

/// The buyer has said how: the gateway starts with that.
Task<Result<http::Response>> start_as_said(App& app, Ctx ctx, Page& page, const Due& due) {
    const auto& order = due.order;
    auto questions = questions_of(page, order);
    auto said = answers_in(http::parse_form(page.request.body).value_or(shape::Fields{}), order.payment_method, questions);
    auto answers = payments::read_answers(questions, said);
    if (!answers) co_return ask(page, due, said, answers.error().errors);
    auto next = co_await payments::start(app, ctx, order.payment, {.base = visited_base(page), .answers = std::move(*answers)});
    if (!next) co_return refuse(next.error());
    co_return go_on(page, due, *next);
}

}  // namespace

Task<Result<http::Response>> pay(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto due = co_await due_of(app, ctx, request, order_part(request));
    if (!due) co_return refuse(due.error());
    const auto& order = due->order;
    if (order.state != orders::State::pending_payment) co_return onward(page, "/orders/" + order.id.text());
    if (has_to_ask(page, order)) co_return ask(page, *due, {}, {});
    auto next = co_await payments::start(app, ctx, order.payment, {.base = visited_base(page)});
    if (!next) co_return refuse(next.error());
    co_return go_on(page, *due, *next);
}

/// What hands the buyer over is a page to be read, not the answer to a form: whoever comes back from the provider with the back button finds it again.
Task<Result<http::Response>> pay_hosted(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto due = co_await due_of(app, ctx, request, order_part(request));
    if (!due) co_return refuse(due.error());
    const auto& order = due->order;
    auto path = "/orders/" + order.id.text();
    if (origin_of(request) == Origin::foreign || order.state != orders::State::pending_payment) co_return onward(page, path);
    if (!questions_of(page, order).empty()) co_return co_await start_as_said(app, ctx, page, *due);
    co_return onward(page, std::string(payments::pay_path) + due->name + "/page");
}

Task<Result<http::Response>> hosted_page(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto due = co_await due_of(app, ctx, request, order_part(request));
    if (!due) co_return refuse(due.error());
    const auto& order = due->order;
    if (order.state != orders::State::pending_payment) co_return onward(page, "/orders/" + order.id.text());
    auto next = co_await payments::start_hosted(app, ctx, order.payment, {.base = visited_base(page)});
    if (!next) co_return refuse(next.error());
    co_return go_on(page, *due, *next);
}

/// The buyer answers on the phone while this is open; whoever does not wait finds the order settled later.
Task<Result<http::Response>> pay_by_wallet(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto due = co_await due_of(app, ctx, request, order_part(request));
    if (!due) co_return refuse(due.error());
    const auto& order = due->order;
    auto path = "/orders/" + order.id.text();
    if (origin_of(request) == Origin::foreign || order.state != orders::State::pending_payment) co_return onward(page, path);
    Typed typed{.fields = http::parse_form(request.body).value_or(shape::Fields{}), .faults = {}, .refusal = {}};
    auto paid = co_await payments::pay_with(app, ctx, order.payment, typed.fields);
    if (paid) co_return onward(page, "/checkout/return?order=" + due->name);
    bool is_for_buyer = paid.error().code == payments::details_refused.code || paid.error().code == payments::declined.code;
    if (!is_for_buyer) co_return refuse(std::move(paid.error()));
    typed.faults = paid.error().errors;
    if (typed.faults.empty()) typed.refusal = paid.error().detail.empty() ? paid.error().title : paid.error().detail;
    auto next = co_await payments::start(app, ctx, order.payment, {.base = visited_base(page)});
    if (!next) co_return refuse(next.error());
    auto shown_again = page_for(page, *due, *next, typed);
    co_return shown_again ? std::move(*shown_again) : onward(page, path);
}

}  // namespace vitrine::storefront
