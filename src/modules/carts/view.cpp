#include "modules/carts/view.h"

#include <fmt/format.h>

namespace vitrine::carts {
namespace {

LineView line_view(const CartRow& row, size_t i, const stores::Store& store, const search::Snapshot& snapshot) {
    LineView line{.id = row.lines[i], .variant = row.variants[i], .quantity = row.quantities[i], .unit_price = {0, store.currency}, .total = {0, store.currency}};
    auto facts = snapshot.variant(row.variants[i]);
    if (!facts) {
        line.title = "No longer for sale";
        line.notice = "This article is no longer for sale. Remove it to go on.";
        return line;
    }
    line.product_slug = facts->slug;
    line.title = facts->title;
    line.options = facts->options_text;
    line.sku = facts->sku;
    line.category_slug = facts->category_slug;
    line.unit_price = facts->price;
    line.total = facts->price * line.quantity;
    line.available = facts->available;
    if (facts->is_unique && line.quantity > 1) line.notice = "There is only one of it. Lower the quantity to go on.";
    else if (facts->available <= 0) line.notice = "Sold out. Remove it to go on.";
    else if (facts->available < line.quantity) line.notice = fmt::format("Only {} left. Lower the quantity to go on.", facts->available);
    return line;
}

template <class T>
std::optional<T> read_stored(const std::optional<RawJson>& stored) {
    if (!stored) return {};
    auto value = read_json<T>(stored->text);
    return value ? std::optional(std::move(*value)) : std::nullopt;
}

}  // namespace

CartView priced(const CartRow& row, const stores::Store& store, const search::Snapshot& snapshot) {
    CartView view{.id = row.id, .version = row.version, .state = row.state, .currency = store.currency, .subtotal = {0, store.currency}};
    for (size_t i = 0; i < row.lines.size(); ++i) {
        view.lines.push_back(line_view(row, i, store, snapshot));
        view.item_count += view.lines.back().quantity;
        view.subtotal += view.lines.back().total;
    }
    if (row.email) view.email = Email::parse(*row.email);
    view.shipping_address = read_stored<Address>(row.shipping_address);
    view.billing_address = read_stored<Address>(row.billing_address);
    view.shipping_option = row.shipping_option;
    auto offers = offers_of(row);
    for (auto& coupon : offers.coupons) view.coupons.push_back(std::move(coupon.code));
    view.gift_cards = std::move(offers.cards);
    return view;
}

Offers offers_of(const CartRow& row) { return read_stored<Offers>(row.offers).value_or(Offers{}); }

}  // namespace vitrine::carts
