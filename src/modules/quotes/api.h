#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "modules/app.h"
#include "modules/prices/api.h"
#include "modules/promotions/api.h"
#include "modules/risk/api.h"
#include "modules/search/api.h"
#include "modules/shipping/api.h"
#include "modules/stores/api.h"
#include "modules/taxes/api.h"

namespace vitrine::shipping {
struct Tables;
}

namespace vitrine::quotes {

using catalog::ProductId;
using catalog::VariantId;

/// One line to be priced.
struct Line {
    std::string key;                            ///< the caller's name of the line, unique
    VariantId variant;
    ProductId product;
    std::vector<catalog::CategoryId> categories;  ///< its own and all above
    std::optional<std::string> brand;
    std::map<std::string, std::vector<std::string>> attributes;
    std::string text;                           ///< for the explanation
    std::int64_t quantity = 1;                  ///< > 0
    prices::UnitPrice unit;
    taxes::ClassOf tax_class;
    bool is_gift = false;                       ///< costs nothing, whatever its price
};

struct Shipping {
    std::string option, name;
    Money price;
};

/// What the chosen way of paying costs, as the store enters prices. Taxed like delivery.
struct Fee {
    std::string name;
    Money price;
};

/// What can pay a part: a gift card or store credit, with what is left on it. Used in the order given.
struct Tender {
    std::string kind;                           ///< "gift_card", "store_credit"
    std::string reference;                      ///< names the balance for the claim; unique
    std::string label;                          ///< for the shopper
    Money balance;
};
SHAPE(Tender, kind, reference, label, balance)

/// Everything a quote depends on. Rules are shared pointers to what memory held when the input was made.
struct Input {
    Currency currency;
    std::vector<Line> lines;
    std::optional<Shipping> shipping;
    std::optional<Fee> fee;                     ///< charged only where something is left to be paid that way
    taxes::Place ship_to;
    std::string email;                          ///< normalised, may be empty
    std::optional<std::string> customer_group;
    bool is_first_order = false;
    std::optional<std::string> shipping_zone;
    std::vector<promotions::EnteredCoupon> coupons;
    std::vector<promotions::Declined> declined; ///< refused when they were claimed: they stay out
    std::vector<Tender> tenders;
    std::shared_ptr<const promotions::Rules> promotions;  ///< null: none
    std::function<std::optional<Line>(const promotions::Gift&)> gift_line;  ///< the line of a gift, if it can be had; empty: no gifts
    std::shared_ptr<const taxes::TaxTables> taxes;        ///< null: none
    Instant now{};
};

struct Step {
    std::string code;                           ///< "line", "discount", "tax", "shipping", "rounding", "total", "tender", "payable" …
    std::string text;                           ///< for people: "2 × Rs 250"
    Money amount;
};
SHAPE(Step, code, text, amount)

/// A discount's part on one line.
struct LineDiscount {
    promotions::PromotionId promotion;
    std::string label;
    Money amount;
};
SHAPE(LineDiscount, promotion, label, amount)

struct QuotedLine {
    std::string key;
    VariantId variant;
    std::int64_t quantity = 1;
    Money unit;                                 ///< as the list enters prices
    Money total;                                ///< unit × quantity
    Money discount;
    Money net, tax, gross;                      ///< of total - discount: what is paid for the line is gross
    bool includes_tax = true;
    bool is_gift = false;
    std::string price_list, tax_class;
    std::optional<std::string> hsn;
    std::vector<taxes::ComponentTax> taxes;
    std::vector<LineDiscount> discounts;
};
SHAPE(QuotedLine, key, variant, quantity, unit, total, discount, net, tax, gross, includes_tax, is_gift, price_list, tax_class, hsn, taxes, discounts)

/// One promotion over all lines and shipping.
struct DiscountTotal {
    promotions::PromotionId promotion;
    std::optional<promotions::CouponId> coupon;
    std::optional<std::string> code;
    std::string label;
    Money amount;                               ///< lines and shipping
};
SHAPE(DiscountTotal, promotion, coupon, code, label, amount)

/// One tax over all lines and shipping, by name and rate.
struct TaxTotal {
    std::string name;
    std::int64_t ppm = 0;
    Money taxable, amount;
};
SHAPE(TaxTotal, name, ppm, taxable, amount)

struct TenderUse {
    std::string kind, reference, label;
    Money amount;
};
SHAPE(TenderUse, kind, reference, label, amount)

/// Totals with the explanation of every step. Whole minor units of one currency, nothing negative but `rounding`.
///   total = subtotal - discount + shipping + fee + (tax - tax_included) + rounding = sum of the lines' gross + shipping's and fee's gross + rounding
///   payable = total - sum of tenders
struct Quote {
    std::vector<QuotedLine> lines;              ///< in the order of the input, then the gifts
    Money subtotal;                             ///< sum of the lines' totals, as prices are entered
    Money discount;                             ///< all promotions, on lines and shipping
    Money tax;                                  ///< all taxes, shipping's too
    Money tax_included;                         ///< the part of it that prices held already
    Money shipping;                             ///< before its discount
    Money shipping_discount;                    ///< part of `discount`
    taxes::Taxed shipping_taxed;                ///< of shipping - shipping_discount
    Money rounding;                             ///< of what is to be paid, to the store's step; may be negative
    Money total, payable;
    std::optional<std::string> shipping_name;
    std::vector<DiscountTotal> discounts;
    std::vector<TaxTotal> taxes;
    std::vector<TenderUse> tenders;
    std::vector<promotions::CouponRefusal> refused_coupons;
    std::vector<Step> explanation;
    Money fee;                                  ///< for the way of paying
    taxes::Taxed fee_taxed;
    std::optional<std::string> fee_name;
};
SHAPE(Quote, lines, subtotal, discount, tax, tax_included, shipping, shipping_discount, shipping_taxed, rounding, total, payable, shipping_name, discounts, taxes, tenders,
      refused_coupons, explanation, fee, fee_taxed, fee_name)

/// Pure. The order of lines changes no amount. std::logic_error for mixed currencies, repeated keys, quantities below 1, negative prices.
Quote quote(const Input& input);

// Giving back.

/// What was paid for a line or for shipping (of which there is 1).
struct Paid {
    std::int64_t quantity = 1;
    Money gross, tax;                           ///< tax: the sum of its components
    std::vector<taxes::ComponentTax> components;
};
struct Part {
    Money gross, tax;
    std::vector<taxes::ComponentTax> components;
    bool operator==(const Part&) const = default;
};
/// Pure. The share of `quantity` units of a line of which `refunded` units were given back before: the share of all units so far less the share of
/// those before, so that any sequence of parts that covers the line gives back exactly what was paid, tax by tax.
/// refunded + quantity <= line.quantity, otherwise std::logic_error.
Part share_of(const Paid& line, std::int64_t quantity, std::int64_t refunded);

// The rules in memory.

/// What one store sells by. Never null inside.
struct StoreRules {
    std::shared_ptr<const prices::PriceLists> prices = std::make_shared<prices::PriceLists>();
    std::shared_ptr<const taxes::TaxTables> taxes = std::make_shared<taxes::TaxTables>();
    std::shared_ptr<const promotions::Rules> promotions = std::make_shared<promotions::Rules>();
    std::shared_ptr<const risk::Rules> risk;       ///< null: none
    std::shared_ptr<const shipping::Tables> shipping;  ///< zones and rates; null: none
    std::map<std::string, std::int64_t> versions;  ///< of the parts as they were read
    std::string time_zone;                      ///< the store's, when they were read
};

/// Price lists, tax tables and promotions of all stores in this process, immutable per version, kept fresh by one follower: it compares
/// stores.rule_versions several times a second and at once after a NOTIFY (stores::rules_changed), and reads the parts that differ.
class Rulebook {
public:
    Rulebook();
    ~Rulebook();
    std::shared_ptr<const StoreRules> of(StoreId store) const;   ///< never null; empty rules for an unknown store
    /// Loads all stores, then follows until stop(): spawn it. `directory` tells the stores' time zones.
    Task<void> start(Loop& loop, pg::DbOptions worker, pg::DbOptions runtime, std::shared_ptr<stores::Directory> directory);
    Task<void> stop();
    bool is_loaded() const;
    Task<bool> caught_up(Duration limit);                        ///< read your own writes, as search::Snapshots
    /// Reads one store's rules at once, for tests and the command line.
    Task<void> refresh(pg::Db& db, Ctx ctx, const stores::Store& store);

private:
    struct Inner;
    std::shared_ptr<Inner> inner_;
};
/// The rules of a store as this process holds them; empty ones where there is no rulebook (tools, some tests). Never null.
std::shared_ptr<const StoreRules> rules_of(const App& app, StoreId store);

/// What a buyer pays now by the lists and rates that this process holds. Null: the store does not sell in the buyer's currency.
std::shared_ptr<const prices::View> prices_for(const App& app, StoreId store, const prices::Buyer& buyer);
std::shared_ptr<const prices::View> prices_for(const stores::Directory& stores, const Rulebook* rulebook, StoreId store, const prices::Buyer& buyer);

// From a cart to an input.

struct WantedLine {
    std::string key;
    VariantId variant;
    std::int64_t quantity = 1;
};

/// A cart, a draft order or whatever wants a price.
struct Wanted {
    std::vector<WantedLine> lines;
    std::optional<Currency> currency;           ///< none: the store's own
    std::optional<taxes::Place> ship_to;        ///< none: at home
    std::optional<std::string> shipping_option; ///< none: the only one offered
    std::string email;
    std::optional<std::string> customer_group;
    std::string channel = "web";
    bool is_first_order = false;
    std::vector<promotions::EnteredCoupon> coupons;
    std::vector<promotions::Declined> declined;
    std::vector<Tender> tenders;                ///< those in another currency pay nothing
};

struct Prepared {
    Input input;
    std::vector<search::VariantFacts> facts;    ///< of the input's lines, in their order
    std::vector<size_t> missing;                ///< indices of wanted lines that are not for sale (in this currency)
    std::vector<shipping::Option> options;      ///< in the cart's currency; empty: not served, or nothing to deliver
    std::optional<shipping::Option> chosen;
};

/// What this process holds of one store at a moment. Never null.
struct Memory {
    std::shared_ptr<const stores::Store> store;
    std::shared_ptr<const search::Snapshot> snapshot;
    std::shared_ptr<const StoreRules> rules = std::make_shared<const StoreRules>();
};
Memory memory_of(const App& app, StoreId store);  ///< of the running process; waits for nothing

/// Pure but for reading memory. Refuses currency.not_sold_in.
Result<Prepared> prepare(const Memory& memory, const Wanted& wanted, Instant now);

/// What pages say of delivery while nobody knows where the goods go.
struct DeliveryPromise {
    std::vector<std::string> countries;        ///< that are served, ISO 3166 alpha-2
    std::optional<shipping::Option> at_home;   ///< the first way in the store's own country, for goods of no worth and little weight; nothing: only parts of it are served
};
/// Pure over what is handed in. By the zones where the store has some, else by its own settings; amounts in `currency`, in which the store sells. A rate that a courier
/// quotes stands with the table's price.
DeliveryPromise delivery_promise(const Memory& memory, Currency currency);

/// Whether this store has rates that ask a courier. Reads memory only.
bool asks_couriers(const App& app, StoreId store);
/// Makes the couriers' prices for a delivery known to this process (shipping::learn_quotes) before it is priced; to be called where `asks_couriers`. Repeatable.
/// Talks to the outside: never inside a transaction.
Task<void> learn_courier_prices(App& app, Ctx ctx, Wanted wanted);

}  // namespace vitrine::quotes
