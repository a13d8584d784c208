#include "modules/orders/save.h"

#include <algorithm>
#include <map>

#include "modules/ledger/api.h"
#include "modules/orders/jobs.h"
#include "modules/orders/list.h"
#include "modules/orders/offers.h"
#include "modules/orders/refund_rules.h"
#include "modules/orders/sql.h"
#include "modules/stock/api.h"

namespace vitrine::orders {
namespace {

/// The columns of many orders, one array each.
struct Columns {
    std::vector<OrderId> id;
    std::vector<std::string> number, email, currency, shipping_name, payment_method, key, reference, actor;
    std::vector<CartId> cart;
    std::vector<RawJson> shipping_address, breakdown, answer;
    std::vector<std::optional<RawJson>> billing_address;
    std::vector<std::int64_t> subtotal, discount, tax, tax_included, shipping, shipping_discount, shipping_gross, shipping_tax, rounding, total, payable, fee, fee_gross, fee_tax;
    std::vector<PaymentId> payment;
    std::vector<Instant> expires, placed;
    std::vector<pg::Bytes> fingerprint;

    void add(const NewOrder& order) {
        const auto& view = order.view;
        id.push_back(view.id);
        reference.push_back(view.id.text());
        number.push_back(view.number);
        cart.push_back(order.cart);
        email.push_back(view.email);
        shipping_address.push_back({to_json(view.shipping_address)});
        billing_address.push_back(view.billing_address ? std::optional(RawJson{to_json(*view.billing_address)}) : std::nullopt);
        currency.emplace_back(view.total.currency.code());
        subtotal.push_back(view.subtotal.minor);
        discount.push_back(view.discount.minor);
        tax.push_back(view.tax.minor);
        tax_included.push_back(view.tax_included.minor);
        shipping.push_back(view.shipping.minor);
        shipping_discount.push_back(view.shipping_discount.minor);
        shipping_gross.push_back(view.breakdown.shipping.gross.minor);
        shipping_tax.push_back(view.breakdown.shipping.tax.minor);
        rounding.push_back(view.rounding.minor);
        payable.push_back(view.payable.minor);
        const auto& paying = view.breakdown.fee;
        fee.push_back(paying ? paying->price.minor : 0);
        fee_gross.push_back(paying ? paying->taxed.gross.minor : 0);
        fee_tax.push_back(paying ? paying->taxed.tax.minor : 0);
        breakdown.push_back({to_json(view.breakdown)});
        total.push_back(view.total.minor);
        shipping_name.push_back(view.shipping_name);
        payment_method.push_back(view.payment_method);
        payment.push_back(view.payment);
        expires.push_back(order.expires);
        placed.push_back(view.placed_at);
        actor.push_back(order.actor);
        key.push_back(order.idempotency_key);
        fingerprint.push_back({order.fingerprint});
        answer.push_back({to_json(view)});
    }
};

struct LineColumns {
    std::vector<OrderId> order;
    std::vector<std::int64_t> position, quantity, unit_price, total, discount, net, tax, gross;
    std::vector<RawJson> breakdown;
    std::vector<catalog::VariantId> variant;
    std::vector<std::string> sku, title, options, product_slug;

    void add(OrderId id, const OrderLine& line) {
        order.push_back(id);
        position.push_back(line.position);
        variant.push_back(line.variant);
        sku.push_back(line.sku);
        title.push_back(line.title);
        options.push_back(line.options);
        product_slug.push_back(line.product_slug);
        quantity.push_back(line.quantity);
        unit_price.push_back(line.unit_price.minor);
        total.push_back(line.total.minor);
        discount.push_back(line.discount.minor);
        net.push_back(line.net.minor);
        tax.push_back(line.tax.minor);
        gross.push_back(line.gross.minor);
        breakdown.push_back({to_json(line.breakdown)});
    }
};

/// One hold an order and article: what is bought, given, or part of a bundle lies on one shelf.
void hold_goods(std::vector<stock::Hold>& holds, const NewOrder& order) {
    for (const auto& want : order.goods) {
        auto later = std::ranges::find(order.promised, want.variant, &stock::Want::variant);
        holds.push_back({order.view.id.text(), want.variant, want.quantity, order.expires, later == order.promised.end() ? 0 : later->quantity});
    }
}

jobs::Publication news_of(const NewOrder& order) {
    const auto& view = order.view;
    auto payload = to_json(OrderPlaced{view.id, view.number, view.payment, view.payment_method, view.total});
    return {std::string(OrderPlaced::name), view.id.text(), std::move(payload), order.actor, order.request_id};
}

jobs::Timer expiry_of(const NewOrder& order) {
    return {std::string(expire_kind), order.view.id.text(), order.expires, to_json(ExpireOrder{order.view.id}), false};
}

risk::Assessed assessed_of(const NewOrder& order) {
    auto assessed = *order.assessed;
    assessed.order = order.view.id.text();
    assessed.order_number = order.view.number;
    return assessed;
}

}  // namespace

payments::NewPayment payment_of(const NewOrder& order) {
    const auto& view = order.view;
    bool requires_3ds = order.assessed && order.assessed->assessment.requires_3ds;
    return {view.payment, view.id.text(), view.number, payments::Tender::of(view.payment_method, view.payable).value(), view.email, requires_3ds, order.expires};
}

std::vector<ledger::Line> sale_of(const OrderView& view, const std::vector<LaterDelivery>& later) {
    std::vector<ledger::Line> lines{{"receivable", view.total}};
    auto credit = [&](std::string account, const Money& amount) {
        if (!amount.is_zero()) lines.push_back({std::move(account), -amount});
    };
    Money zero{0, view.total.currency}, discounts = zero;
    std::map<RefundItemKind, Money> net;
    for (const auto& item : rules::refund_state(view, later).items) {
        net.try_emplace(item.kind, zero).first->second += item.paid.gross - item.paid.tax + item.discount;
        discounts += item.discount;
    }
    for (const auto& [kind, amount] : net) credit(rules::account_of(kind), amount);
    credit("discounts", -discounts);
    credit("tax", view.tax);
    credit("rounding", view.rounding);
    return lines;
}

void save_lines(pg::Tx& tx, const OrderView& order) {
    LineColumns lines;
    for (const auto& line : order.lines) lines.add(order.id, line);
    tx.send(sql::save_lines(lines.order, lines.position, lines.variant, lines.sku, lines.title, lines.options, lines.product_slug, lines.quantity,
                            lines.unit_price, lines.total, lines.discount, lines.net, lines.tax, lines.gross, lines.breakdown));
}

void save_parts(pg::Tx& tx, const std::vector<NewOrder>& orders) {
    std::vector<OrderId> ids;
    std::vector<std::int64_t> positions, quantities;
    std::vector<catalog::VariantId> variants;
    for (const auto& order : orders)
        for (const auto& one : order.parts) {
            ids.push_back(order.view.id);
            positions.push_back(one.position);
            variants.push_back(one.part.variant);
            quantities.push_back(one.part.quantity);
        }
    if (!ids.empty()) tx.send(sql::save_parts(ids, positions, variants, quantities));
}

void save_orders(pg::Tx& tx, const std::vector<NewOrder>& orders) {
    Columns columns;
    LineColumns lines;
    std::vector<stock::Hold> holds;
    std::vector<payments::NewPayment> opened;
    std::vector<ledger::Posting> postings;
    std::vector<jobs::Publication> news;
    std::vector<jobs::Timer> timers;
    std::vector<risk::Assessed> assessed;
    std::vector<OrderId> word_orders;
    std::vector<std::string> words;
    for (const auto& order : orders) {
        columns.add(order);
        for (auto& word : words_of(order.view)) {
            word_orders.push_back(order.view.id);
            words.push_back(std::move(word));
        }
        for (const auto& line : order.view.lines) lines.add(order.view.id, line);
        hold_goods(holds, order);
        opened.push_back(payment_of(order));
        postings.push_back({"order.placed", order.view.id.text(), sale_of(order.view), order.actor});
        news.push_back(news_of(order));
        timers.push_back(expiry_of(order));
        if (order.assessed) assessed.push_back(assessed_of(order));
    }

    // What others may wait for comes last and in one order everywhere: levels, keys, offers.
    tx.send(sql::save_orders(columns.id, columns.number, columns.cart, columns.email, columns.shipping_address, columns.billing_address, columns.currency,
                             columns.subtotal, columns.discount, columns.tax, columns.tax_included, columns.shipping, columns.shipping_discount,
                             columns.shipping_gross, columns.shipping_tax, columns.rounding, columns.total, columns.payable, columns.breakdown, columns.shipping_name, columns.payment_method,
                             columns.payment, columns.expires, columns.placed, columns.actor, columns.fee, columns.fee_gross, columns.fee_tax));
    tx.send(sql::save_lines(lines.order, lines.position, lines.variant, lines.sku, lines.title, lines.options, lines.product_slug, lines.quantity,
                            lines.unit_price, lines.total, lines.discount, lines.net, lines.tax, lines.gross, lines.breakdown));
    tx.send(sql::save_words(word_orders, words));
    save_parts(tx, orders);
    carts::mark_ordered(tx, columns.cart, columns.reference);
    payments::open(tx, opened);
    ledger::post(tx, postings);
    jobs::publish_all(tx, std::move(news));
    jobs::later_all(tx, std::move(timers));
    risk::save(tx, assessed);
    stock::hold(tx, holds);
    tx.send(sql::claim_keys(columns.key, columns.fingerprint, columns.id, columns.answer));
    claim_offers(tx, orders);
}

}  // namespace vitrine::orders
