#include "modules/documents/paper.h"

#include <algorithm>
#include <tuple>

#include "core/check.h"
#include "modules/documents/figures.h"

namespace vitrine::documents {
namespace {

template <class T>
std::string words(const std::optional<T>& text) {
    return text ? std::string(std::string_view(*text)) : std::string();
}

std::string joined(std::string left, const std::string& right, std::string_view between) {
    if (left.empty() || right.empty()) return left + right;
    return left + std::string(between) + right;
}

Party seller_of(const PaperSettings& settings) {
    Party seller{settings.legal_name.str(), {}};
    for (const auto& line : settings.address) seller.lines.push_back(line.str());
    for (const auto& number : settings.tax_numbers) seller.lines.push_back(number.name.str() + " " + number.number.str());
    return seller;
}

/// "Maharashtra (27)": GST wants the state with its code.
std::string place_of(const std::string& name, const std::vector<taxes::Region>& regions) {
    auto region = std::ranges::find(regions, name, &taxes::Region::name);
    if (region == regions.end()) return name;
    auto is_code = [](const std::string& alias) { return alias.size() == 2 && std::ranges::all_of(alias, [](char c) { return c >= '0' && c <= '9'; }); };
    auto code = std::ranges::find_if(region->aliases, is_code);
    return code == region->aliases.end() ? name : name + " (" + *code + ")";
}

/// What this paper is called where the seller is.
std::string title_of(Kind kind, std::string_view country, bool is_taxed) {
    if (kind == Kind::credit_note) return "Credit note";
    if (country == "IN") return is_taxed ? "Tax invoice" : "Bill of supply";
    if (country == "PK" && is_taxed) return "Sales tax invoice";
    return "Invoice";
}

PaperLine line_of(const orders::OrderLine& line) {
    return {line.position, line.quantity, line.title, joined(line.options, line.sku, " · "), line.breakdown.hsn, line.unit_price, line.discount, line.net, line.tax, line.gross, line.breakdown.taxes};
}

/// Delivery and fee as lines: what was asked for, what promotions took off, what was paid. One that cost nothing is left out.
std::optional<PaperLine> delivery_of(const orders::OrderView& order) {
    const auto& paid = order.breakdown.shipping;
    if (order.shipping.is_zero()) return {};
    return PaperLine{0, 1, "Delivery", order.shipping_name, {}, order.shipping, order.shipping_discount, paid.net, paid.tax, paid.gross, paid.components};
}
std::optional<PaperLine> fee_of(const orders::OrderView& order) {
    const auto& fee = order.breakdown.fee;
    if (!fee || fee->price.is_zero()) return {};
    return PaperLine{0, 1, fee->name, "", {}, fee->price, {0, fee->price.currency}, fee->taxed.net, fee->taxed.tax, fee->taxed.gross, fee->taxed.components};
}

std::vector<TaxSum> sums_of(const std::vector<PaperLine>& lines) {
    std::vector<TaxSum> sums;
    for (const auto& line : lines)
        for (const auto& tax : line.taxes) {
            auto hsn = line.hsn.value_or("");
            auto same = std::ranges::find_if(sums, [&](const auto& sum) { return sum.hsn == hsn && sum.name == tax.name && sum.ppm == tax.ppm; });
            if (same == sums.end()) {
                sums.push_back({hsn, tax.name, tax.ppm, line.net, tax.amount});
            } else {
                same->taxable += line.net;
                same->amount += tax.amount;
            }
        }
    std::ranges::sort(sums, {}, [](const TaxSum& sum) { return std::tie(sum.hsn, sum.ppm, sum.name); });
    return sums;
}

/// Everything that does not depend on what is charged or given back.
Paper begin(const PaperSource& source, Kind kind) {
    const auto& order = source.order;
    const auto& settings = source.settings;
    Paper paper{.kind = kind, .number = source.number, .day = source.day.text, .order_number = order.number};
    paper.order_day = day_of(order.placed_at, source.store.time_zone, settings.year_begins).text;
    paper.seller = seller_of(settings);
    paper.buyer = party_of(order.billing_address.value_or(order.shipping_address));
    auto ship_to = party_of(order.shipping_address);
    if (order.billing_address && to_json(ship_to) != to_json(paper.buyer)) paper.ship_to = std::move(ship_to);
    if (order.breakdown.place_of_supply) paper.place_of_supply = place_of(*order.breakdown.place_of_supply, source.regions);
    paper.country = source.store.country;
    paper.includes_tax = order.lines.empty() || order.lines.front().breakdown.includes_tax;
    paper.contact = source.store.contact_email;
    if (settings.footer) paper.footer = settings.footer->str();
    Money zero{0, order.total.currency};
    paper.net = paper.tax = paper.rounding = paper.allowance = paper.total = zero;
    return paper;
}

void finish(Paper& paper, const Money& total) {
    for (const auto& line : paper.lines) {
        paper.net += line.net;
        paper.tax += line.tax;
    }
    paper.taxes = sums_of(paper.lines);
    paper.total = total;
    check(paper.net + paper.tax + paper.rounding + paper.allowance == total, "what is printed adds up");
    paper.title = title_of(paper.kind, paper.country, !paper.tax.is_zero());
    paper.words = in_words(total);
}

/// An item of a refund, under the words and the unit price of what it gives back.
PaperLine line_of(const orders::RefundedItem& item, const orders::OrderView& order) {
    Money zero{0, order.total.currency};
    PaperLine line{item.position, item.quantity, "Delivery", order.shipping_name, {}, item.net, zero, item.net, item.tax, item.gross, item.taxes};
    if (item.kind == "fee") line.title = order.breakdown.fee ? order.breakdown.fee->name : "Fee", line.detail.clear();
    if (item.kind != "line") {
        line.position = 0;
        line.unit = order.lines.empty() || order.lines.front().breakdown.includes_tax ? item.gross : item.net;
        return line;
    }
    auto bought = std::ranges::find(order.lines, item.position, &orders::OrderLine::position);
    check(bought != order.lines.end(), "what was given back is an item of its order");
    auto paid = bought->breakdown.includes_tax ? item.gross : item.net;
    line.title = bought->title;
    line.detail = joined(bought->options, bought->sku, " · ");
    line.hsn = bought->breakdown.hsn;
    line.unit = bought->unit_price;
    line.discount = bought->unit_price * item.quantity - paid;
    return line;
}

/// Takes from a line what a credit note has given back of it.
void take_off(PaperLine& line, const PaperLine& given) {
    if (line.position > 0) line.quantity -= given.quantity;
    line.net -= given.net, line.tax -= given.tax, line.gross -= given.gross;
    for (const auto& tax : given.taxes) {
        auto same = std::ranges::find_if(line.taxes, [&](const auto& one) { return one.name == tax.name && one.ppm == tax.ppm; });
        if (same != line.taxes.end()) same->amount -= tax.amount;
    }
}

/// Goods are known by their position; delivery and fee, which have none, by their title.
bool is_same(const PaperLine& a, const PaperLine& b) { return a.position == b.position && (a.position > 0 || a.title == b.title); }

}  // namespace

Party party_of(const carts::Address& address) {
    Party party{address.name.str(), {address.line1.str()}};
    if (address.line2) party.lines.push_back(address.line2->str());
    party.lines.push_back(joined(joined(address.city.str(), words(address.state), ", "), words(address.postal_code), " "));
    party.lines.push_back(joined(address.country.str(), words(address.phone), " · "));
    if (address.tax_number) party.lines.push_back((address.country.str() == "IN" ? "GSTIN " : "Tax number ") + address.tax_number->str());
    return party;
}

Paper invoice_of(const PaperSource& source) {
    const auto& order = source.order;
    auto paper = begin(source, Kind::invoice);
    for (const auto& line : order.lines) paper.lines.push_back(line_of(line));
    if (auto delivery = delivery_of(order)) paper.lines.push_back(std::move(*delivery));
    if (auto fee = fee_of(order)) paper.lines.push_back(std::move(*fee));
    paper.rounding = order.rounding;
    paper.tenders = order.breakdown.tenders;
    paper.payment = order.payment_method;
    finish(paper, order.total);
    return paper;
}

Paper credit_note_of(const PaperSource& source, const orders::Refunded& refund, const std::string& invoice) {
    auto paper = begin(source, Kind::credit_note);
    paper.corrects = "Invoice " + invoice;
    paper.reason = refund.reason;
    for (const auto& item : refund.items)
        if (!item.gross.is_zero()) paper.lines.push_back(line_of(item, source.order));
    paper.rounding = refund.rounding;
    paper.allowance = refund.allowance;
    finish(paper, refund.amount);
    return paper;
}

Paper credit_of_rest(const PaperSource& source, const Paper& invoice, const std::vector<Paper>& credited, const std::string& invoice_words, std::string reason) {
    auto paper = begin(source, Kind::credit_note);
    paper.corrects = "Invoice " + invoice_words;
    paper.reason = std::move(reason);
    auto lines = invoice.lines;
    auto total = invoice.total;
    paper.rounding = invoice.rounding;
    for (const auto& note : credited) {
        for (const auto& given : note.lines) {
            auto line = std::ranges::find_if(lines, [&](const auto& one) { return is_same(one, given); });
            check(line != lines.end(), "what was credited is on its invoice");
            take_off(*line, given);
        }
        paper.rounding -= note.rounding;
        paper.allowance -= note.allowance;
        total -= note.total;
    }
    for (auto& line : lines) {
        if (line.net.is_zero() && line.tax.is_zero()) continue;
        line.discount = line.unit * line.quantity - (invoice.includes_tax ? line.gross : line.net);
        paper.lines.push_back(std::move(line));
    }
    finish(paper, total);
    return paper;
}

}  // namespace vitrine::documents
