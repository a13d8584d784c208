#include <algorithm>

#include "modules/documents/api.h"
#include "modules/fulfilment/api.h"
#include "modules/live/api.h"
#include "modules/payments/api.h"
#include "modules/storefront/checkout.h"
#include "modules/storefront/order_access.h"
#include "modules/storefront/order_edit.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/show.h"
#include "modules/storefront/totals.h"
#include "modules/storefront/visit.h"

namespace vitrine::storefront {
namespace {

using orders::State;

struct Milestone {
    State state;
    std::string_view ahead, done;
};
constexpr std::array<Milestone, 5> milestones{{{State::pending_payment, "Placed", "Placed"},
                                               {State::paid, "Payment", "Paid"},
                                               {State::packed, "Packing", "Packed"},
                                               {State::shipped, "Shipping", "Shipped"},
                                               {State::delivered, "Delivery", "Delivered"}}};

/// How far along the milestones a state is; the one after it is under way.
size_t reached(State state) {
    switch (state) {
        case State::pending_payment: return 1;
        case State::paid:
        case State::processing: return 2;
        case State::packed: return 3;
        case State::shipped: return 4;
        case State::delivered:
        case State::completed:
        case State::refunded: return 5;
        case State::on_hold: return 2;
        case State::cancelled: return 1;
    }
    return 1;
}

html::List timeline_of(const Page& page, const orders::OrderView& order, const std::vector<orders::TimelineEntry>& entries) {
    html::List list;
    auto far = reached(order.state);
    for (size_t i = 0; i < milestones.size(); ++i) {
        const auto& milestone = milestones[i];
        auto entry = std::ranges::find(entries, milestone.state, &orders::TimelineEntry::state);
        auto at = i == 0 ? std::optional(order.placed_at) : entry != entries.end() ? std::optional(entry->at) : std::nullopt;
        bool is_done = i < far;
        auto label = is_done ? milestone.done : milestone.ahead;
        if (milestone.state == State::paid && order.payment_method == "cash_on_delivery") label = is_done ? "Confirmed" : "Confirmation";  // the money comes last
        list.push_back(html::Data{{"label", label},
                                  {"done", is_done},
                                  {"current", i == far && order.state != State::cancelled},
                                  {"time_text", is_done && at ? html::Data(day_and_time(*at, page.store->time_zone)) : html::Data(false)},
                                  {"time_iso", at ? format_rfc3339(*at) : std::string()},
                                  {"note", false}});
    }
    return list;
}

std::string heading_of(State state, bool is_transfer) {
    switch (state) {
        case State::pending_payment: return is_transfer ? "Thank you. Your order is placed." : "Your order is waiting for payment.";
        case State::paid:
        case State::processing: return "Thank you. We are packing your order.";
        case State::packed: return "Your order is packed.";
        case State::shipped: return "Your order is on its way.";
        case State::delivered:
        case State::completed: return "Your order was delivered.";
        case State::on_hold: return "Your order is on hold. We will write to you.";
        case State::cancelled: return "This order was cancelled.";
        case State::refunded: return "This order was refunded.";
    }
    return "Your order";
}

std::string payment_text(const std::optional<payments::PaymentView>& payment) {
    if (!payment) return "Not started";
    switch (payment->state) {
        case payments::State::created:
        case payments::State::pending: return "Waiting for the money";
        case payments::State::authorized: return payment->method == "cash_on_delivery" ? "Paid to the courier on delivery" : "Authorised";
        case payments::State::succeeded: return "Paid";
        case payments::State::failed: return payment->failure.value_or("Did not go through");
        case payments::State::cancelled: return "Cancelled";
        case payments::State::refunded: return "Refunded";
    }
    return {};
}

std::string method_name(const Page& page, const orders::OrderView& order) {
    for (const auto& method : payments::methods(page.app.config, *page.store, order.total, order.shipping_address.country.str()))
        if (method.code == order.payment_method) return method.name;
    return order.payment_method;
}

html::Data bank_data(const Page& page, const std::string& method, const payments::Instructions& to) {
    html::List rows;
    auto add = [&](std::string_view label, std::string value) {
        if (!value.empty()) rows.push_back(html::Data{{"label", label}, {"value", std::move(value)}});
    };
    if (to.token) add("Number for the till", *to.token);
    add("Amount", format_for_people(to.amount));
    add(to.token ? "Order" : "Reference", to.reference);
    add("Bank", to.bank);
    add("Account title", to.title);
    add("Account number", to.account);
    add("IBAN", to.iban);
    auto until = day_and_time(to.deadline, page.store->time_zone);
    auto text = to.token ? "Go to a shop that takes payments for " + method + ", tell the number and pay this amount in cash. The number works until " + until + ", and we hold your goods until then."
                         : "Send exactly this amount and write the reference, so that we can match it. We hold your goods until " + until + ".";
    return html::Data{{"heading", to.token ? "Pay in cash at a shop" : "Transfer the money"}, {"text", text}, {"rows", std::move(rows)}};
}

html::Data fact(std::string_view label, const std::vector<std::string>& lines) {
    html::List list;
    for (const auto& line : lines) list.push_back(line);
    return html::Data{{"label", label}, {"lines_of", std::move(list)}};
}

/// What a tax invoice names beside its amounts: the shop's number, the place of supply, the heading and taxes of each line.
std::vector<std::string> tax_facts(const orders::OrderView& order) {
    std::vector<std::string> lines;
    if (order.tax.is_zero()) return lines;
    if (order.breakdown.tax_number) lines.push_back(*order.breakdown.tax_number);
    if (order.breakdown.place_of_supply) lines.push_back("Place of supply: " + *order.breakdown.place_of_supply);
    for (const auto& line : order.lines) {
        std::string text = line.title + (line.breakdown.hsn ? " (HSN " + *line.breakdown.hsn + ")" : "");
        std::string taxes;
        for (const auto& tax : line.breakdown.taxes) taxes += (taxes.empty() ? ": " : ", ") + tax.name + " " + percent_text(tax.ppm) + " " + format_for_people(tax.amount);
        if (!taxes.empty()) lines.push_back(text + taxes + " on " + format_for_people(line.net));
    }
    return lines;
}

struct Seen {
    orders::OrderView order;
    std::vector<orders::TimelineEntry> timeline;
    std::optional<payments::PaymentView> payment;
    std::optional<payments::Instructions> instructions;
    size_t proofs = 0;
    std::vector<documents::DocumentView> papers;
    std::vector<fulfilment::ShopperParcel> parcels = {};
    std::optional<orders::EditDifference> edit = {};   ///< that waits for its money
};

std::string parcel_text(fulfilment::State state) {
    using enum fulfilment::State;
    switch (state) {
        case planned:
        case booking: return "Being packed";
        case booked:
        case labelled: return "Waits for the courier";
        case picked_up:
        case in_transit: return "On its way";
        case out_for_delivery: return "Out for delivery";
        case failed_attempt: return "The courier could not deliver it yet";
        case returning: return "On its way back to us";
        case delivered: return "Delivered";
        case returned: return "Back with us";
        case lost: return "We are looking for it";
        case cancelled: return "Cancelled";
    }
    return {};
}

/// Whether a parcel tells the buyer anything: one that nobody came for says nothing of goods that arrived another way.
bool says_something(const orders::OrderView& order, const fulfilment::ShopperParcel& parcel) {
    bool has_arrived = order.state == State::delivered || order.state == State::completed;
    return !has_arrived || !fulfilment::is_still_here(parcel.state);
}

/// A parcel in lines: where it is, with whom, when it should come, and what the courier said last.
html::Data parcel_data(const Page& page, const fulfilment::ShopperParcel& parcel) {
    html::List rows;
    auto add = [&](std::string_view label, const std::string& value) {
        if (!value.empty()) rows.push_back(html::Data{{"label", label}, {"value", value}});
    };
    add("State", parcel_text(parcel.state));
    add("Courier", parcel.carrier);
    add("Tracking number", parcel.number);
    bool is_coming = parcel.expected_at && parcel.state != fulfilment::State::delivered;
    if (is_coming) add("Expected", day_and_time(*parcel.expected_at, page.store->time_zone));
    if (!parcel.events.empty()) {
        const auto& last = parcel.events.back();
        add("Last news", last.words + (last.place.empty() ? "" : ", " + last.place) + " (" + day_and_time(last.at, page.store->time_zone) + ")");
    }
    auto link = parcel.tracking_url ? html::Data(*parcel.tracking_url) : html::Data(false);
    return html::Data{{"rows", std::move(rows)}, {"tracking_url", link}};
}

/// The form for a picture of the transfer; false where nobody waits for one.
html::Data proof_data(const Page& page, const Seen& seen) {
    bool is_transfer = seen.instructions && !seen.instructions->token;
    if ((seen.order.state != State::pending_payment && !seen.edit) || !is_transfer) return false;
    auto id = seen.order.id.text();
    auto sent = seen.proofs == 0 ? html::Data(false) : html::Data(counted(std::int64_t(seen.proofs), "file", "files") + " received.");
    return html::Data{{"action", "/orders/" + id + "/proof"}, {"csrf", proof_token(page.app.config, id)}, {"sent", sent}};
}

/// Invoice and credit notes to be downloaded; false where there are none yet.
html::Data papers_data(const Seen& seen) {
    if (seen.papers.empty()) return false;
    html::List list;
    for (const auto& paper : seen.papers)
        list.push_back(html::Data{{"href", "/orders/" + seen.order.id.text() + "/documents/" + paper.id.text()}, {"label", (paper.kind == documents::Kind::invoice ? "Invoice " : "Credit note ") + paper.number}});
    return html::Data{{"list", std::move(list)}};
}

/// Where goods are sent back; false while nothing has left.
html::Data returns_link(const orders::OrderView& order) {
    bool has_left = order.state == State::shipped || order.state == State::delivered || order.state == State::completed || order.state == State::refunded;
    return has_left ? html::Data("/orders/" + order.id.text() + "/returns") : html::Data(false);
}

html::Data order_data(const Page& page, const Seen& seen) {
    const auto& order = seen.order;
    bool is_open = order.state == State::pending_payment, is_transfer = order.payment_method == "bank_transfer";
    html::List lines;
    for (const auto& line : order.lines) lines.push_back(order_line(line, *page.snapshot));
    html::Data pay_again = false;
    if (is_open && !is_transfer && order.payment_method != "cash_on_delivery") pay_again = html::Data{{"href", "/checkout/pay/" + order.id.text()}, {"label", seen.instructions ? "Pay another way" : "Pay " + format_for_people(order.payable)}};
    html::Data bank = (is_open || seen.edit) && seen.instructions ? bank_data(page, method_name(page, order), *seen.instructions) : html::Data(false);
    html::List facts{fact("Ship to", address_lines(order.shipping_address)), fact("Delivery", {order.shipping_name}),
                     fact("Payment", {method_name(page, order), payment_text(seen.payment)}), fact("Contact", {order.email})};
    html::List parcels;
    for (const auto& parcel : seen.parcels)
        if (says_something(order, parcel)) parcels.push_back(parcel_data(page, parcel));
    if (auto tax = tax_facts(order); !tax.empty()) facts.push_back(fact("Tax", tax));
    return html::Data{{"number", order.number},
                      {"heading", heading_of(order.state, is_transfer || seen.instructions)},
                      {"lead", "Keep this page: it always shows the latest state of your order."},
                      {"cancelled", order.state == State::cancelled ? html::Data("Nothing will be sent. If you paid, the money goes back the way it came.") : html::Data(false)},
                      {"timeline", timeline_of(page, order, seen.timeline)},
                      {"bank", bank},
                      {"proof", proof_data(page, seen)},
                      {"pay_again", pay_again},
                      {"edit", seen.edit ? edit_data(page, *seen.edit, seen.instructions) : html::Data(false)},
                      {"has_parcels", !parcels.empty()},
                      {"parcels", std::move(parcels)},
                      {"lines", std::move(lines)},
                      {"rows", total_rows(order)},
                      {"papers", papers_data(seen)},
                      {"returns", returns_link(order)},
                      {"facts", std::move(facts)}};
}

}  // namespace

Task<Result<http::Response>> order_live(App& app, Ctx ctx, const http::Request& request) {
    std::string_view path = request.path;
    path.remove_prefix(std::string_view("/orders/").size());
    auto found = co_await order_of(app, ctx, request, path.substr(0, path.find('/')));
    if (!found) co_return refuse(std::move(found.error()));
    co_return live::order_stream(app, ctx, found->id, std::string(request.header("last-event-id")));
}

Task<Result<http::Response>> order_status(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto found = co_await order_of(app, ctx, request, std::string_view(request.path).substr(std::string_view("/orders/").size()));
    if (!found) co_return refuse(found.error());
    auto id = found->id.text();
    for (const auto& [name, value] : request.query) {
        if (name != "token" || value.empty()) continue;
        auto response = onward(page, "/orders/" + id);  // the token moves from the address, which people copy, into a cookie
        remember_order(response, request, id, value);
        co_return response;
    }
    Seen seen{std::move(*found), {}, {}, {}, 0, {}};
    seen.timeline = co_await orders::timeline(app, ctx, seen.order.id);
    auto papers = co_await documents::of_order(app, ctx, seen.order.id, order_token(request, id));
    if (papers) seen.papers = std::move(*papers);
    seen.payment = co_await last_payment(app, ctx, id);
    seen.parcels = co_await fulfilment::parcels_for_shopper(app, ctx, seen.order.id);
    auto seen_tag = live::tag_of(live::status_of(seen.order, seen.payment, seen.parcels));
    seen.edit = co_await orders::open_difference(app, ctx, seen.order.id);
    seen.proofs = (co_await payments::proofs_of(app, ctx, seen.edit ? seen.edit->payment : seen.order.payment)).size();
    if (seen.edit) seen.instructions = co_await payments::instructions(app, ctx, seen.edit->payment);
    if (seen.order.state == State::pending_payment) seen.instructions = co_await payments::instructions(app, ctx, seen.order.payment);
    if (seen.order.state == State::pending_payment && seen.payment && seen.payment->state == payments::State::succeeded) {
        seen.order.state = State::paid;  // the money is here; the order follows as soon as the job that listens has run
    }
    if (seen.order.state == State::pending_payment && seen.payment && seen.payment->method == "cash_on_delivery" && seen.payment->state == payments::State::authorized) {
        seen.order.state = State::processing;  // the same for a promise to pay at the door
    }
    auto data = layout(page, {.title = "Order " + seen.order.number + " | " + page.store->name, .is_noindex = true});
    data["order"] = order_data(page, seen);
    data["live"] = html::Data{{"src", "/orders/" + id + "/live"}, {"seen", seen_tag}};
    co_return checkout_page(page, "order_status", std::move(data));
}

}  // namespace vitrine::storefront
