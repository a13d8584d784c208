#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>
#include <unordered_map>

#include "core/check.h"
#include "modules/quotes/api.h"
#include "modules/quotes/explain.h"
#include "modules/quotes/shipping_parts.h"

namespace vitrine::quotes {
namespace {

const taxes::TaxTables& tables_of(const Input& input) {
    static const taxes::TaxTables none;
    return input.taxes ? *input.taxes : none;
}

void check_input(const Input& input) {
    std::set<std::string_view> keys;
    for (const auto& line : input.lines) {
        check(keys.insert(line.key).second, "two lines of one key");
        check(line.unit.price.currency == input.currency, "a line in another currency than its quote");
        check(line.quantity > 0, "a line without quantity");
        check(!line.unit.price.is_negative(), "a line with a negative price");
    }
    if (input.fee) {
        check(input.fee->price.currency == input.currency, "a fee in another currency than its quote");
        check(!input.fee->price.is_negative(), "a fee with a negative price");
    }
    if (!input.shipping) return;
    check(input.shipping->price.currency == input.currency, "shipping in another currency than its quote");
    check(!input.shipping->price.is_negative(), "shipping with a negative price");
}

promotions::Outcome promote(const Input& input) {
    if (!input.promotions || (input.promotions->size() == 0 && input.coupons.empty())) return {};
    promotions::Basket basket{.currency = input.currency,
                              .coupons = input.coupons,
                              .declined = input.declined,
                              .email = input.email,
                              .customer_group = input.customer_group,
                              .is_first_order = input.is_first_order,
                              .country = input.ship_to.country,
                              .shipping_zone = input.shipping_zone,
                              .shipping = input.shipping ? input.shipping->price : Money{0, input.currency},
                              .now = input.now};
    basket.lines.reserve(input.lines.size());
    for (const auto& line : input.lines)
        basket.lines.push_back({line.key, line.variant, line.product, line.categories, line.brand, line.attributes, line.unit.price, line.quantity, line.is_gift});
    return promotions::apply(*input.promotions, basket);
}

QuotedLine priced(const Line& line) {
    QuotedLine out;
    Money zero{0, line.unit.price.currency};
    out.key = line.key;
    out.variant = line.variant;
    out.quantity = line.quantity;
    out.unit = line.is_gift ? zero : line.unit.price;
    out.total = out.unit * line.quantity;
    out.discount = out.net = out.tax = out.gross = zero;
    out.includes_tax = line.unit.includes_tax;
    out.is_gift = line.is_gift;
    out.price_list = line.unit.list;
    out.tax_class = line.tax_class.code;
    out.hsn = line.tax_class.hsn;
    return out;
}

/// Lines by key. Shares come in the order of variants, so the next line is mostly the one that is asked for.
class LineFinder {
public:
    explicit LineFinder(std::vector<QuotedLine>& lines) {
        order_.reserve(lines.size());
        for (auto& line : lines) order_.push_back(&line);
        std::ranges::sort(order_, [](const auto* a, const auto* b) { return std::tie(a->variant, a->key) < std::tie(b->variant, b->key); });
        places_.reserve(lines.size());
        for (size_t i = 0; i < order_.size(); ++i) places_.emplace(order_[i]->key, i);
    }
    QuotedLine& operator()(std::string_view key) {
        if (next_ >= order_.size() || order_[next_]->key != key) {
            auto found = places_.find(key);
            check(found != places_.end(), "a discount on no line of the quote");
            next_ = found->second;
        }
        return *order_[next_++];
    }

private:
    std::vector<QuotedLine*> order_;
    std::unordered_map<std::string_view, size_t> places_;
    size_t next_ = 0;
};

class Work {
public:
    explicit Work(const Input& input) : input_(input), tables_(tables_of(input)), zero_{0, input.currency} {
        quote_.subtotal = quote_.discount = quote_.tax = quote_.tax_included = quote_.shipping = quote_.shipping_discount = quote_.rounding = quote_.total = quote_.payable = quote_.fee = zero_;
        quote_.shipping_taxed = quote_.fee_taxed = {zero_, zero_, zero_, {}};
        quote_.lines.reserve(input.lines.size() + 4);
        for (const auto& line : input.lines) add(line);
        if (input.shipping) {
            quote_.shipping = input.shipping->price;
            quote_.shipping_name = input.shipping->name;
        }
        if (input.fee) {
            quote_.fee = input.fee->price;
            quote_.fee_name = input.fee->name;
        }
    }

    Quote run() {
        discount(promote(input_));
        tax();
        total();
        tender();
        explain(input_, tables_, quote_);
        return std::move(quote_);
    }

private:
    void add(const Line& line) {
        quote_.lines.push_back(priced(line));
        quote_.subtotal += quote_.lines.back().total;
    }

    void discount(promotions::Outcome outcome) {
        LineFinder find(quote_.lines);
        quote_.discounts.reserve(outcome.applied.size());
        for (const auto& applied : outcome.applied) {
            DiscountTotal total{applied.promotion, applied.coupon, applied.code, applied.label, applied.shipping};
            for (const auto& share : applied.lines) {
                check(!share.amount.is_negative(), "a discount below zero");
                auto& line = find(share.line_key);
                line.discount += share.amount;
                line.discounts.push_back({applied.promotion, applied.label, share.amount});
                total.amount += share.amount;
            }
            quote_.shipping_discount += applied.shipping;
            quote_.discount += total.amount;
            quote_.discounts.push_back(std::move(total));
        }
        for (const auto& line : quote_.lines) check(line.discount <= line.total, "a discount above its line");
        check(quote_.shipping_discount <= quote_.shipping, "a discount above the price of delivery");
        quote_.refused_coupons = std::move(outcome.refused);
        give(outcome.applied);
    }

    /// After the discounts, so that the pointers above stay good; gifts are never discounted.
    void give(const std::vector<promotions::Applied>& all) {
        if (!input_.gift_line) return;
        for (const auto& applied : all)
            for (const auto& gift : applied.gifts) {
                auto line = input_.gift_line(gift);
                if (!line) continue;
                line->is_gift = true;
                quote_.lines.push_back(priced(*line));
                quote_.lines.back().discounts.push_back({applied.promotion, applied.label, zero_});
            }
    }

    void tax() {
        auto payer = taxes::Payer{input_.email, input_.customer_group};
        auto place = tables_.place_of_supply(input_.ship_to);
        std::vector<taxes::TaxableLine> taxable;
        taxable.reserve(quote_.lines.size() + 4);
        for (const auto& line : quote_.lines) {
            auto known = rates_.find(line.tax_class);
            if (known == rates_.end()) known = rates_.emplace(line.tax_class, tables_.rates(place, line.tax_class, payer, input_.now)).first;
            taxable.push_back({line.key, line.total - line.discount, line.quantity, line.includes_tax, &known->second});
        }
        const auto& settings = tables_.settings();
        if (input_.shipping || input_.fee) {
            if (settings.shipping == taxes::ShippingTax::own_class && settings.shipping_class)
                rates_.emplace(*settings.shipping_class, tables_.rates(place, *settings.shipping_class, payer, input_.now));
        }
        if (input_.shipping) add_shipping_parts(taxable, quote_.lines, quote_.shipping - quote_.shipping_discount, settings, rates_);
        auto fee_from = taxable.size();
        if (input_.fee) add_shipping_parts(taxable, quote_.lines, quote_.fee, settings, rates_, "~fee");
        auto taxed = taxes::tax_lines(taxable, tables_.settings().level, tables_.settings().half);
        for (size_t i = 0; i < taxed.size(); ++i) {
            auto part = std::move(taxed[i]);
            count_taxes(part, taxable[i].includes_tax);
            if (i < quote_.lines.size()) settle(quote_.lines[i], std::move(part));
            else gather(i < fee_from ? quote_.shipping_taxed : quote_.fee_taxed, part);
        }
    }

    static void settle(QuotedLine& line, taxes::Taxed part) {
        line.net = part.net;
        line.tax = part.tax;
        line.gross = part.gross;
        line.taxes = std::move(part.components);
    }

    /// The parts of delivery become one: equal taxes are added up.
    static void gather(taxes::Taxed& into, const taxes::Taxed& part) {
        into.net += part.net;
        into.tax += part.tax;
        into.gross += part.gross;
        for (const auto& component : part.components) {
            auto same = std::ranges::find_if(into.components, [&](const auto& c) { return c.name == component.name && c.ppm == component.ppm; });
            if (same == into.components.end()) into.components.push_back(component);
            else same->amount += component.amount;
        }
    }

    void count_taxes(const taxes::Taxed& part, bool includes_tax) {
        quote_.tax += part.tax;
        if (includes_tax) quote_.tax_included += part.tax;
        for (const auto& component : part.components) {
            auto& sum = sum_of(component);
            sum.taxable += part.net;
            sum.amount += component.amount;
        }
    }

    /// There are few taxes, however many lines.
    TaxTotal& sum_of(const taxes::ComponentTax& tax) {
        auto known = std::ranges::find_if(quote_.taxes, [&](const TaxTotal& sum) { return sum.ppm == tax.ppm && sum.name == tax.name; });
        return known != quote_.taxes.end() ? *known : quote_.taxes.emplace_back(tax.name, tax.ppm, zero_, zero_);
    }

    void total() {
        std::ranges::sort(quote_.taxes, [](const auto& a, const auto& b) { return std::tie(a.name, a.ppm) < std::tie(b.name, b.ppm); });
        auto exact = quote_.subtotal - quote_.discount + quote_.shipping + quote_.fee + (quote_.tax - quote_.tax_included);
        auto step = tables_.settings().payable_step_minor;
        if (step > 1) quote_.rounding.minor = multiply_divide(exact.minor, 1, step, Rounding::half_up) * step - exact.minor;
        quote_.total = exact + quote_.rounding;
    }

    void tender() {
        quote_.payable = quote_.total;
        for (const auto& tender : input_.tenders) {
            if (tender.balance.currency != input_.currency) continue;
            auto used = std::min(std::max<std::int64_t>(tender.balance.minor, 0), quote_.payable.minor);
            if (used == 0) continue;
            quote_.tenders.push_back({tender.kind, tender.reference, tender.label, {used, input_.currency}});
            quote_.payable.minor -= used;
        }
    }

    const Input& input_;
    const taxes::TaxTables& tables_;
    Money zero_;
    Quote quote_;
    RatesByClass rates_;
};

}  // namespace

Quote quote(const Input& input) {
    check_input(input);
    auto quoted = Work(input).run();
    if (!input.fee) return quoted;
    auto without_fee = input;
    without_fee.fee.reset();
    auto free = Work(without_fee).run();
    return free.payable.is_zero() ? free : quoted;  // nothing is left to be paid that way
}

}  // namespace vitrine::quotes
