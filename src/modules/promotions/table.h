#pragma once
// A basket laid out for the engine: lines in an order of their own, so that the shopper's order cannot matter.
#include <optional>
#include <span>
#include <type_traits>

#include "modules/promotions/compiled.h"

namespace vitrine::promotions {

using LineIndex = std::uint32_t;

struct Table {
    explicit Table(const Basket& basket, const TimeZone& zone);

    const Basket& basket;
    WallTime wall;                               ///< what the store's clock shows
    std::vector<const BasketLine*> lines;        ///< without gifts, by variant, then key
    std::vector<std::int64_t> value;             ///< of each line before promotions, in minor units
    std::int64_t total = 0;                      ///< of all lines
    bool wants_words = true;                     ///< whether somebody reads why the promotion at work does nothing: only those who entered its code
    const BasketLine& line(LineIndex index) const { return *lines[index]; }
    bool is_shipping_known() const { return !basket.shipping.currency.is_none(); }

    void select(const Selector& goods, std::vector<LineIndex>& into) const;
    std::int64_t value_of(const Selector& goods) const;
    std::int64_t quantity_of(const Selector& goods) const;
    bool contains(const Selector& goods) const;
    /// The words for a miss, or none where nobody reads them. `text` is a string or a function that makes one.
    template <class T>
    std::string said(T&& text) const {
        if (!wants_words) return {};
        if constexpr (std::is_invocable_v<T>) return text();
        else return std::string(std::forward<T>(text));
    }

private:
    /// Calls `on(line)` for each line that the goods fit, once, in order, until it gives false.
    template <class On>
    void each(const Selector& goods, On on) const;
    /// Lines that may be meant, if an index can tell: in order, without repeats.
    bool narrow(const Selector& goods) const;
    bool narrow_by_ids(const std::vector<Uuid>& ids) const;
    bool narrow_by_brands(const std::vector<std::string>& brands) const;
    void tidy_narrowed() const;

    /// From what goods are known by to lines, sorted; made when the first promotion asks.
    mutable std::vector<std::pair<Uuid, LineIndex>> by_id_;
    mutable std::vector<std::pair<std::string_view, LineIndex>> by_brand_;
    mutable bool has_ids_ = false, has_brands_ = false;
    mutable std::vector<LineIndex> narrowed_;
};

/// What earlier promotions left of the lines' value and of the delivery's price.
struct Remaining {
    explicit Remaining(const Table& table) : left(table.value), shipping(table.is_shipping_known() ? table.basket.shipping.minor : 0) {}
    std::vector<std::int64_t> left;
    std::int64_t shipping;
};

/// Why a promotion does nothing, in words for the shopper.
struct Miss {
    Reason reason;
    std::string text;
};

Miss used_up(Reason reason = Reason::used_up);

/// Nothing: the promotion's time, currency and condition fit the basket.
std::optional<Miss> misses(const Promotion& promotion, const Table& table);

/// What one promotion does to a state.
struct Effect {
    std::vector<std::pair<LineIndex, std::int64_t>> shares;  ///< positive, by line
    std::int64_t shipping = 0;
    bool is_about_shipping = false;              ///< delivery's price is not known yet, but this would lower it
    std::vector<Gift> gifts;
    std::optional<Miss> miss;                    ///< why it does nothing
    std::int64_t saving() const;
    bool does_something() const { return !shares.empty() || shipping > 0 || is_about_shipping || !gifts.empty(); }
};

/// Works out a promotion's actions on a state without changing it. One per basket: it keeps its scratch.
class Worker {
public:
    Worker(const Table& table, const Policy& policy) : table_(table), policy_(policy), taken_(table.lines.size()) {}
    Effect work_out(const Promotion& promotion, const Remaining& state);

private:
    using Weights = std::vector<std::int64_t>;

    void run(const Step& step, const Promotion& promotion);
    void percent(std::int64_t ppm, const std::optional<Money>& cap);
    void amount(std::int64_t minor, Per per);
    void price(std::int64_t minor);
    void price_of_sets(std::int64_t minor, std::int64_t size);
    void buy_get(const BuyGet& deal, const Step& step);
    void buy_get_same(const BuyGet& deal);
    void gift(const GiveGift& give, const Promotion& promotion);
    void shipping(const ShippingOff& off);
    void tiers(const Tiers& ladder);

    void choose(const Selector& goods) { table_.select(goods, chosen_); }
    std::int64_t left(LineIndex line) const { return state_->left[line] - taken_[line]; }
    std::int64_t value_of_units(LineIndex line, std::int64_t units) const;
    void take(LineIndex line, std::int64_t minor);
    void take_shared(std::int64_t total, const std::vector<LineIndex>& lines, const Weights& weights);
    void take_rate_of(std::int64_t ppm, const std::vector<LineIndex>& lines, const Weights& values, const std::optional<Money>& cap);
    template <class T>
    void miss(Reason reason, T&& text) {
        if (!effect_.miss) effect_.miss = Miss{reason, table_.said(std::forward<T>(text))};
    }

    const Table& table_;
    Policy policy_;
    const Remaining* state_ = nullptr;
    Effect effect_;
    std::vector<std::int64_t> taken_;            ///< by this promotion so far, per line
    std::vector<LineIndex> touched_, chosen_;
    Weights weights_;
};

}  // namespace vitrine::promotions
