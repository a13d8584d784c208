#include "modules/orders/cancel_lines.h"

#include <algorithm>

#include "modules/orders/rules.h"
#include "modules/orders/seals.h"
#include "modules/orders/sql.h"

namespace vitrine::orders {
namespace {

bool is_in_the_house(State state) { return state == State::paid || state == State::processing || state == State::packed || state == State::on_hold; }

/// What is cancelled, as lines of their own.
std::vector<OrderLine> cancelled_of(const OrderView& order, const std::vector<rules::RefundShare>& shares) {
    std::vector<OrderLine> out;
    for (const auto& share : shares) {
        if (share.kind != RefundItemKind::line) continue;
        out.push_back(*std::ranges::find(order.lines, share.position, &OrderLine::position));
        out.back().quantity = share.quantity;
    }
    return out;
}

std::string words_of(const std::vector<OrderLine>& lines) {
    std::string words;
    for (const auto& line : lines) words += (words.empty() ? "" : ", ") + std::to_string(line.quantity) + " × " + line.sku;
    constexpr size_t longest = 300;
    return words.size() > longest ? std::to_string(lines.size()) + " lines" : words;
}

}  // namespace

Task<std::optional<Refusal>> why_not_cancelled(pg::Tx& tx, const OrderView& order, const std::vector<rules::RefundShare>& shares) {
    if (!is_in_the_house(order.state)) co_return refuse(already_sent).error();
    auto packed = co_await packed_lines(tx, order.id);
    for (const auto& share : shares) {
        if (share.kind != RefundItemKind::line) continue;
        auto line = std::ranges::find(order.lines, share.position, &OrderLine::position);
        auto there = line->quantity - line->cancelled.value_or(0);
        if (share.quantity > there) co_return refuse(refund_too_large, "These goods were cancelled before").error();  // by a refund that was withdrawn later
        auto parcel = std::ranges::find(packed, share.position, &PackedLine::position);
        if (parcel != packed.end() && share.quantity > there - parcel->quantity)
            co_return refuse(orders::packed, std::to_string(parcel->quantity) + " × " + line->sku + " lie in a parcel").error();
    }
    co_return std::nullopt;
}

Task<void> cancel_lines(pg::Tx& tx, const OrderView& order, const std::vector<rules::RefundShare>& shares, const std::vector<stock::Want>& stays) {
    auto lines = cancelled_of(order, shares);
    if (lines.empty()) co_return;
    std::vector<std::int64_t> positions, quantities;
    for (const auto& line : lines) {
        positions.push_back(line.position);
        quantities.push_back(line.quantity);
    }
    tx.send(sql::cancel_lines(order.id, positions, quantities));
    std::vector<rules::LinePart> parts;
    for (const auto& row : co_await tx.ask(sql::parts_of_order(order.id))) parts.push_back({row.position, {row.variant, row.quantity}});
    auto goods = rules::goods_of(lines, parts);
    for (const auto& want : stays) std::ranges::find(goods, want.variant, &stock::Want::variant)->quantity -= want.quantity;
    std::erase_if(goods, [](const stock::Want& want) { return want.quantity == 0; });
    if (!goods.empty()) {
        auto touched = co_await stock::let_go(tx, order.id.text(), std::move(goods), "cancelled");
        catalog::note_variant_changes(tx, touched);
    }
    tell(tx, order.id, {"lines_cancelled", "Cancelled before it was sent: " + words_of(lines), true});
}

}  // namespace vitrine::orders
