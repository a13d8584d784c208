// What the page of an order's returns is filled with, and what its form means.
#include <algorithm>
#include <cctype>
#include <charconv>

#include "modules/storefront/guard.h"
#include "modules/storefront/order_access.h"
#include "modules/storefront/order_returns.h"
#include "modules/storefront/show.h"

namespace vitrine::storefront {
namespace {

using returns::State;

std::string state_text(const returns::ReturnView& one) {
    switch (one.state) {
        case State::asked: return "We are looking at what you ask for and will write to you.";
        case State::approved: return one.is_fetched ? "Approved. The courier comes for it: have it ready." : "Approved. Please send the goods.";
        case State::rejected: return "We cannot take it back.";
        case State::in_transit: return "On its way to us.";
        case State::received: return "It is here. We are looking at it.";
        case State::inspected: return "We have looked at it. Your money or your exchange is on its way.";
        case State::refunded: return one.to == returns::MoneyTo::store_credit ? "Done. The money is on your account with us." : "Done. The money is on its way back to you.";
        case State::exchanged: return "Done. The goods you wanted instead are in an order of their own.";
        case State::closed: return "This return is closed.";
        case State::cancelled: return "You called this return off.";
    }
    return {};
}

html::Data return_data(const Page& page, const orders::OrderView& order, const returns::ReturnView& one) {
    html::List lines, rows, history;
    for (const auto& line : one.lines) lines.push_back(html::Data{{"quantity", std::to_string(line.quantity)}, {"title", line.title}});
    auto add = [&](std::string_view label, const std::string& value) {
        if (!value.empty()) rows.push_back(html::Data{{"label", label}, {"value", value}});
    };
    add("Reason", one.reason_words);
    add("Our answer", one.decision);
    if (one.state == State::approved && !one.is_fetched) add("How to send it", one.instructions);
    if (one.amount) add("Given back", format_for_people(*one.amount));
    if (one.credit && !one.credit->is_zero()) add("Of it for your exchange", format_for_people(*one.credit));
    if (one.withheld && !one.withheld->is_zero()) add("Kept", format_for_people(*one.withheld));
    for (const auto& event : one.history) {
        auto name = std::string(shape_name(*event.state));
        std::ranges::replace(name, '_', ' ');
        name[0] = char(name[0] & ~0x20);
        history.push_back(html::Data{{"label", name}, {"done", true}, {"time_text", day_and_time(event.at, page.store->time_zone)}, {"time_iso", format_rfc3339(event.at)}});
    }
    bool may_call_off = one.state == State::asked || one.state == State::approved;
    html::Data call_off = false;
    if (may_call_off) call_off = html::Data{{"action", "/orders/" + order.id.text() + "/returns/" + one.id.text()}, {"csrf", proof_token(page.app.config, order.id.text())}};
    auto link = one.replacement_link ? html::Data(*one.replacement_link) : html::Data(false);
    return html::Data{{"number", one.number}, {"state", state_text(one)},    {"lines", std::move(lines)}, {"rows", std::move(rows)},
                      {"history", std::move(history)}, {"call_off", call_off}, {"replacement", link}};
}

std::string text_at(const std::map<std::int64_t, std::string>& values, std::int64_t position) {
    auto found = values.find(position);
    return found == values.end() ? std::string() : found->second;
}

html::Data choices_of(const Page& page, const returns::OfferedLine& line, const std::string& chosen) {
    if (line.exchanges.empty()) return false;
    html::List out;
    for (auto id : line.exchanges) {
        auto facts = page.snapshot->variant(id);
        if (!facts) continue;
        auto label = facts->options_text.empty() ? facts->title : facts->options_text;
        out.push_back(html::Data{{"value", id.text()}, {"label", label + " · " + format_for_people(facts->price)}, {"selected", id.text() == chosen}});
    }
    if (out.empty()) return false;
    return html::Data{{"list", std::move(out)}};
}

html::Data line_data(const Page& page, const returns::OfferedLine& line, const ReturnForm& form) {
    auto position = std::to_string(line.position);
    html::Data until = false, why = false;
    if (line.until) until = "Until " + day_and_time(*line.until, page.store->time_zone);
    if (line.why) why = line.words.value_or("It cannot come back");
    return html::Data{{"position", position},
                      {"title", line.title},
                      {"options", line.options.empty() ? html::Data(false) : html::Data(line.options)},
                      {"most", std::to_string(line.quantity)},
                      {"may", line.quantity > 0},
                      {"until", until},
                      {"why", why},
                      {"value", text_at(form.quantities, line.position)},
                      {"exchange", choices_of(page, line, text_at(form.exchanges, line.position))}};
}

/// What returning costs, before anybody begins.
std::string terms_text(const returns::Offer& offer) {
    std::string out;
    if (offer.restocking_ppm > 0) out += "Unless something was wrong with the goods, we keep " + std::to_string(offer.restocking_ppm / 10'000) + " % of what they cost you. ";
    if (offer.pickup_fee) out += "Where our courier comes for them, that costs " + format_for_people(*offer.pickup_fee) + ", unless something was wrong. ";
    return out;
}

/// What to do about a fault, in a sentence that leads to its field.
html::Data fault_item(const Fault& fault, const returns::AskReturn* asked) {
    std::string href;
    auto at = fault.pointer.find("/lines/");
    if (at == 0 && asked) {
        size_t n = 0;
        auto digits = std::string_view(fault.pointer).substr(7);
        std::from_chars(digits.data(), digits.data() + digits.size(), n);
        if (n < asked->lines.size()) href = "#q-" + std::to_string(asked->lines[n].position.value);
    }
    if (fault.pointer == "/reason" || fault.pointer == "/words" || fault.pointer == "/wish") href = "#return-" + fault.pointer.substr(1);
    auto text = fault.detail;
    if (!text.empty()) text[0] = char(std::toupper(static_cast<unsigned char>(text[0])));
    return html::Data{{"href", href.empty() ? html::Data(false) : html::Data(href)}, {"text", text}};
}

html::Data faults_data(const ReturnPageSeen& seen) {
    if (seen.faults.empty() && seen.detail.empty()) return false;
    auto asked = request_of(seen.form);
    html::List items;
    for (const auto& fault : seen.faults) items.push_back(fault_item(fault, asked ? &*asked : nullptr));
    if (items.empty()) items.push_back(html::Data{{"href", false}, {"text", seen.detail}});
    return html::Data{{"heading", items.size() == 1 ? "One thing needs your attention." : std::to_string(items.size()) + " things need your attention."}, {"items", std::move(items)}};
}

html::Data wish_data(const returns::Offer& offer, const std::string& chosen) {
    html::List out;
    auto add = [&](std::string_view value, std::string_view label) { out.push_back(html::Data{{"value", value}, {"label", label}, {"checked", value == chosen}}); };
    add("refund", "My money back, the way I paid");
    add("credit", "Credit for another order");
    if (offer.offers_exchange) add("exchange", "Something else instead");
    return out;
}

html::Data form_data(const Page& page, const ReturnPageSeen& seen) {
    if (!seen.offer.is_open) return false;
    html::List reasons;
    for (const auto& reason : seen.offer.reasons) reasons.push_back(html::Data{{"value", reason.code}, {"label", reason.words}, {"selected", reason.code == seen.form.reason}});
    auto id = seen.order.id.text();
    auto terms = terms_text(seen.offer);
    return html::Data{{"action", "/orders/" + id + "/returns"},
                      {"csrf", proof_token(page.app.config, id)},
                      {"key", uuid_text(new_uuid(page.ctx.now))},
                      {"reasons", std::move(reasons)},
                      {"wishes", wish_data(seen.offer, seen.form.wish)},
                      {"words", seen.form.words},
                      {"pickup", seen.offer.offers_pickup},
                      {"is_fetched", seen.form.is_fetched},
                      {"terms", terms.empty() ? html::Data(false) : html::Data(terms)}};
}

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size()) return {};
    return value;
}

}  // namespace

ReturnForm return_form(const shape::Fields& form) {
    ReturnForm out{.quantities = {}, .exchanges = {}, .reason = field(form, "reason"), .words = field(form, "words"), .wish = field(form, "wish"), .is_fetched = !field(form, "pickup").empty()};
    for (const auto& [name, value] : form) {
        if (name.size() < 3 || (!name.starts_with("q-") && !name.starts_with("x-"))) continue;
        auto position = number(std::string_view(name).substr(2));
        if (position && *position > 0) (name[0] == 'q' ? out.quantities : out.exchanges)[*position] = value;
    }
    return out;
}

Result<returns::AskReturn> request_of(const ReturnForm& form) {
    returns::AskReturn out{.lines = {}, .reason = form.reason, .words = {}, .wish = returns::Wish::refund, .to = {}, .is_fetched = form.is_fetched};
    std::vector<Fault> faults;
    if (form.wish == "exchange") out.wish = returns::Wish::exchange;
    if (form.wish == "credit") out.to = returns::MoneyTo::store_credit;
    if (!form.words.empty()) {
        auto words = Text<0, 1'000>::parse(form.words);
        if (words) out.words = *words;
        else faults.push_back({"/words", "too_long", "write at most 1,000 letters"});
    }
    for (const auto& [position, text] : form.quantities) {
        if (text.empty() || text == "0") continue;
        auto quantity = number(text);
        if (!quantity || *quantity < 1 || *quantity > Quantity::most) {
            faults.push_back({"/quantity", "out_of_range", "write how many as a number"});
            continue;
        }
        returns::AskedLine line{{position}, {*quantity}, {}};
        auto chosen = form.exchanges.find(position);
        if (form.wish == "exchange" && chosen != form.exchanges.end()) line.exchange_for = returns::VariantId::parse(chosen->second);
        out.lines.push_back(line);
    }
    if (!faults.empty()) return refuse(refusals::invalid, {}, std::move(faults));
    return out;
}

html::Data returns_data(const Page& page, const ReturnPageSeen& seen) {
    html::List lines, all;
    for (const auto& line : seen.offer.lines) lines.push_back(line_data(page, line, seen.form));
    for (const auto& one : seen.all) all.push_back(return_data(page, seen.order, one));
    return html::Data{{"number", seen.order.number},
                      {"back", "/orders/" + seen.order.id.text()},
                      {"faults", faults_data(seen)},
                      {"has_returns", !all.empty()},
                      {"returns", std::move(all)},
                      {"lines", std::move(lines)},
                      {"form", form_data(page, seen)}};
}

}  // namespace vitrine::storefront
