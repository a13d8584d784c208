#include <algorithm>

#include "modules/quotes/api.h"
#include "modules/shipping/couriers/api.h"

namespace vitrine::quotes {
namespace {

/// The store as a shopper in another currency sees its delivery: fee and threshold converted.
stores::Store in_currency(const stores::Store& store, Currency currency) {
    auto out = store;
    out.shipping.flat_fee = store.converted(store.shipping.flat_fee, currency);
    if (store.shipping.free_from) out.shipping.free_from = store.converted(*store.shipping.free_from, currency);
    out.currency = currency;
    return out;
}

class Desk {
public:
    Desk(const Memory& memory, const Wanted& wanted, Instant now)
        : wanted_(wanted), store_(memory.store), snapshot_(memory.snapshot), rules_(memory.rules),
          buyer_{wanted.currency.value_or(store_->currency), wanted.customer_group, wanted.channel, now} {}

    /// What a courier would be asked about; nothing for an empty cart.
    std::optional<shipping::Delivery> courier_delivery() const {
        Prepared out;
        gather(out);
        Money goods{0, buyer_.currency};
        for (const auto& line : out.input.lines) goods += line.unit.price * line.quantity;
        out.input.ship_to = wanted_.ship_to.value_or(taxes::Place{store_->country, {}, {}});
        return out.input.lines.empty() ? std::nullopt : std::optional(delivery_of(out, goods));
    }

    Result<Prepared> prepare() {
        if (!store_->sells_in(buyer_.currency))
            return refuse(prices::currency_not_sold, "this shop does not sell in " + std::string(buyer_.currency.code()), {{"/currency", "currency.not_sold_in", "choose one of its currencies"}});
        Prepared out;
        auto& input = out.input;
        input.currency = buyer_.currency;
        gather(out);
        input.ship_to = wanted_.ship_to.value_or(taxes::Place{store_->country, {}, {}});
        input.email = wanted_.email;
        input.customer_group = wanted_.customer_group;
        input.is_first_order = wanted_.is_first_order;
        input.coupons = wanted_.coupons;
        input.declined = wanted_.declined;
        input.tenders = wanted_.tenders;
        input.promotions = rules_->promotions;
        input.taxes = rules_->taxes;
        input.now = buyer_.now;
        input.gift_line = [desk = *this](const promotions::Gift& gift) { return desk.gift(gift); };
        deliver(out);
        return out;
    }

private:
    void gather(Prepared& out) const {
        for (size_t i = 0; i < wanted_.lines.size(); ++i) {
            const auto& want = wanted_.lines[i];
            auto facts = snapshot_->variant(want.variant);
            auto line = facts ? line_of(want.key, *facts, want.quantity) : std::nullopt;
            if (!line) {
                out.missing.push_back(i);
                continue;
            }
            out.input.lines.push_back(std::move(*line));
            out.facts.push_back(std::move(*facts));
        }
    }

    std::optional<Line> line_of(const std::string& key, const search::VariantFacts& facts, std::int64_t quantity) const {
        auto unit = rules_->prices->unit_price(*store_, facts.variant, quantity, buyer_, facts.price, facts.compare_at_price, rules_->taxes->settings().prices_include_tax);
        if (!unit) return {};
        Line line;
        line.key = key;
        line.variant = facts.variant;
        line.product = facts.product;
        line.categories = facts.categories;
        line.brand = facts.brand;
        if (rules_->promotions->size()) line.attributes = facts.attributes;
        line.text = facts.title;
        line.quantity = quantity;
        line.unit = std::move(*unit);
        line.tax_class = rules_->taxes->class_of(facts.variant, facts.product, facts.category_path);
        return line;
    }

    /// A gift that is not for sale, or of which the goods of the cart leave too little, is not given.
    std::optional<Line> gift(const promotions::Gift& gift) const {
        auto facts = snapshot_->variant(gift.variant);
        if (!facts) return {};
        auto left = facts->available;
        for (const auto& want : wanted_.lines)
            if (want.variant == gift.variant) left -= want.quantity;
        return left < gift.quantity ? std::nullopt : line_of(gift.key, *facts, gift.quantity);
    }

    void deliver(Prepared& out) const {
        if (out.input.lines.empty()) return;
        Money goods{0, buyer_.currency};
        for (const auto& line : out.input.lines) goods += line.unit.price * line.quantity;
        auto country = out.input.ship_to.country;
        bool has_zones = rules_->shipping && !rules_->shipping->zones.empty();
        if (has_zones) out.options = shipping::options(*store_, *rules_->shipping, delivery_of(out, goods), remembered());
        else out.options = buyer_.currency == store_->currency ? shipping::options(*store_, goods, country) : shipping::options(in_currency(*store_, buyer_.currency), goods, country);
        if (wanted_.shipping_option) {
            auto found = std::ranges::find(out.options, *wanted_.shipping_option, &shipping::Option::id);
            if (found != out.options.end()) out.chosen = *found;
        } else if (out.options.size() == 1) {
            out.chosen = out.options[0];
        }
        if (out.chosen) out.input.shipping = Shipping{out.chosen->id, out.chosen->name, out.chosen->price};
    }

    /// Goods, weight and place as rates look at them.
    shipping::Delivery delivery_of(const Prepared& out, const Money& goods) const {
        std::int64_t grams = 0, unweighed = 0;
        for (size_t i = 0; i < out.facts.size(); ++i) {
            grams += out.facts[i].weight_grams * out.input.lines[i].quantity;
            if (out.facts[i].weight_grams == 0) unweighed += out.input.lines[i].quantity;
        }
        const auto& to = out.input.ship_to;
        return {goods, shipping::packed_grams(*rules_->shipping, grams, unweighed), to.country, to.state, to.postal_code};
    }

    shipping::KnownQuotes remembered() const {
        return [store = store_->id, rules = rules_, now = buyer_.now](const shipping::Rate& rate, const shipping::Delivery& delivery) {
            return shipping::remembered_quote(store, *rules->shipping, rate, delivery, now);
        };
    }

    Wanted wanted_;  // a copy: the gift's lookup outlives the caller's
    std::shared_ptr<const stores::Store> store_;
    std::shared_ptr<const search::Snapshot> snapshot_;
    std::shared_ptr<const StoreRules> rules_;
    prices::Buyer buyer_;
};

}  // namespace

Memory memory_of(const App& app, StoreId store) { return {app.stores->by_id(store), app.snapshots->of(store), rules_of(app, store)}; }

std::shared_ptr<const prices::View> prices_for(const App& app, StoreId store, const prices::Buyer& buyer) { return prices_for(*app.stores, app.rulebook.get(), store, buyer); }

std::shared_ptr<const prices::View> prices_for(const stores::Directory& stores, const Rulebook* rulebook, StoreId store, const prices::Buyer& buyer) {
    auto known = stores.by_id(store);
    if (!known || !known->sells_in(buyer.currency)) return {};
    auto rules = rulebook ? rulebook->of(store) : std::make_shared<const StoreRules>();
    return std::make_shared<const prices::View>(std::move(known), rules->prices, buyer, rules->taxes->settings().prices_include_tax);
}

DeliveryPromise delivery_promise(const Memory& memory, Currency currency) {
    const auto& store = *memory.store;
    const auto& tables = memory.rules->shipping;
    DeliveryPromise out{store.shipping.countries, {}};
    std::vector<shipping::Option> options;
    Money nothing{0, currency};
    if (tables && !tables->zones.empty()) {
        out.countries.clear();
        for (const auto& zone : tables->zones)
            for (const auto& country : zone.countries)
                if (std::ranges::find(out.countries, country) == out.countries.end()) out.countries.push_back(country);
        options = shipping::options(store, *tables, {nothing, shipping::packed_grams(*tables, 0, 1), store.country, {}, {}}, {});
    } else options = shipping::options(in_currency(store, currency), nothing, store.country);
    if (!options.empty()) out.at_home = std::move(options.front());
    return out;
}

bool asks_couriers(const App& app, StoreId store) {
    auto rules = rules_of(app, store);
    auto asks = [](const shipping::Rate& rate) { return rate.pricing == shipping::Pricing::courier; };
    return rules->shipping && std::ranges::any_of(rules->shipping->zones, [&](const auto& zone) { return std::ranges::any_of(zone.rates, asks); });
}

Task<void> learn_courier_prices(App& app, Ctx ctx, Wanted wanted) {
    auto memory = memory_of(app, ctx.store);
    if (!memory.rules->shipping) co_return;
    auto delivery = Desk(memory, wanted, ctx.now).courier_delivery();
    if (delivery) co_await shipping::learn_quotes(app, ctx, *memory.rules->shipping, std::move(*delivery));
}

Result<Prepared> prepare(const Memory& memory, const Wanted& wanted, Instant now) { return Desk(memory, wanted, now).prepare(); }

}  // namespace vitrine::quotes
