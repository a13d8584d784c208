#include "modules/notices/facts.h"

#include <algorithm>

namespace vitrine::notices {
namespace {

std::vector<FactTotal> totals_of(const orders::OrderView& order) {
    std::vector<FactTotal> totals{{"subtotal", order.subtotal}};
    auto add = [&](std::string what, const Money& amount) {
        if (!amount.is_zero()) totals.push_back({std::move(what), amount});
    };
    add("discount", -order.discount);
    totals.push_back({"shipping", order.shipping});
    if (order.breakdown.fee) add("fee", order.breakdown.fee->price);
    add("tax", order.tax - order.tax_included);
    totals.push_back({"total", order.total});
    return totals;
}

std::vector<std::string> address_lines(const carts::Address& address) {
    std::vector<std::string> lines{without_card_number(address.name.str()), without_card_number(address.line1.str())};
    if (address.line2) lines.push_back(without_card_number(address.line2->str()));
    lines.push_back(address.city.str() + (address.postal_code ? " " + address.postal_code->str() : ""));
    if (address.state) lines.push_back(address.state->str());
    lines.push_back(address.country.str());
    std::erase_if(lines, [](const auto& line) { return line.empty(); });
    return lines;
}

}  // namespace

Facts facts_of(const orders::OrderView& order) {
    Facts facts;
    facts.order = order.id.text();
    facts.order_number = order.number;
    facts.customer = without_card_number(order.shipping_address.name.str());
    facts.delivery = order.shipping_name;
    facts.amount = order.payable;
    facts.address = address_lines(order.shipping_address);
    facts.totals = totals_of(order);
    auto& lines = facts.lines.emplace();
    for (const auto& line : order.lines)
        if (lines.size() < most_lines) lines.push_back({line.title, line.options, line.quantity, line.total});
    if (order.lines.size() > most_lines) facts.more_lines = std::int64_t(order.lines.size() - most_lines);
    return facts;
}

Facts facts_of(const carts::CartView& cart, const carts::CartAbandoned& news) {
    constexpr size_t most_named = 3;
    Facts facts;
    std::string names;
    for (size_t i = 0; i < cart.lines.size() && i < most_named; ++i) names += (i ? ", " : "") + cart.lines[i].title;
    if (cart.lines.size() > most_named) names += ", …";
    facts.product = std::move(names);
    facts.amount = cart.totals.payable;
    if (cart.shipping_address) facts.customer = without_card_number(cart.shipping_address->name.str());
    facts.cart = news;
    return facts;
}

FactTransfer transfer_of(const payments::Instructions& instructions) {
    return {instructions.bank, instructions.title, instructions.account, instructions.iban, instructions.reference, instructions.amount, instructions.deadline};
}

Facts sample_facts(const stores::Store& store, Instant now) {
    auto money = [&](std::int64_t minor) { return Money{minor, store.currency}; };
    Facts facts;
    facts.order = orders::OrderId{}.text();
    facts.order_number = "S-100023";
    facts.customer = "Ayesha Khan";
    facts.delivery = "Standard delivery";
    facts.reason = "An example of a reason";
    facts.product = "Notebook with dots";
    facts.sku = "NOTE-A5-DOT";
    facts.courier = "Example Courier";
    facts.tracking = "EX123456789";
    facts.tracking_url = "https://tracking.example/EX123456789";
    facts.device = "Firefox on Windows";
    facts.network = "203.0.113.0/24";
    facts.at = now;
    facts.amount = money(269'900);
    facts.left = 3;
    facts.address = std::vector<std::string>{"Ayesha Khan", "12 Mall Road", "Lahore 54000", "PK"};
    facts.lines = std::vector<FactLine>{{"Notebook with dots", "A5, blue", 2, money(150'000)}, {"Fountain pen <fine>", "", 1, money(99'900)}};
    facts.totals = std::vector<FactTotal>{{"subtotal", money(249'900)}, {"shipping", money(20'000)}, {"total", money(269'900)}};
    facts.transfer = FactTransfer{store.bank.bank, store.bank.title, store.bank.account, store.bank.iban, "S-100023", money(269'900), now + 72h};
    return facts;
}

}  // namespace vitrine::notices
