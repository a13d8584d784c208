// Cash on delivery: the buyer's word opens the way for the goods, the courier takes the money at the door and remits it later. Nobody to call.
#include <algorithm>

#include "modules/payments/gateways/list.h"

namespace vitrine::payments::providers {
namespace {

const Declaration& declared() {
    static const Declaration all{
        .code = "cash_on_delivery",
        .name = "Cash on delivery",
        .description = "Pay the courier when your order arrives",
        .settings = {{.name = "cash_on_delivery_most", .kind = SettingKind::money, .help = "Orders above this amount are paid another way"},
                     {.name = "cash_on_delivery_least", .kind = SettingKind::money, .help = "Orders below this amount are paid another way"},
                     {.name = "cash_on_delivery_countries", .kind = SettingKind::countries, .help = "Where the couriers take cash; not set: wherever the store delivers"},
                     {.name = "cash_on_delivery_fee", .kind = SettingKind::money, .help = "What paying at the door costs the buyer, entered as prices are; taxed like delivery"}},
        .takes = {},
        .can = {.is_remote = false, .pays_later = true},
    };
    return all;
}

class CashOnDelivery final : public Gateway {
public:
    const Declaration& declaration() const override { return declared(); }

    std::optional<std::string> unfit(const Values& values, const stores::Store& store, const Money& amount, std::string_view country) const override {
        if (amount.currency != store.currency) return "Couriers take " + std::string(store.currency.code()) + " only";
        auto countries = values.list("cash_on_delivery_countries");
        if (!countries.empty() && std::ranges::find(countries, country) == countries.end()) return "Couriers take no cash in this country";
        auto most = values.money("cash_on_delivery_most"), least = values.money("cash_on_delivery_least");
        if (most && *most < amount) return "Up to " + format_for_people(*most) + " can be paid at the door";
        if (least && amount < *least) return "From " + format_for_people(*least) + " on can be paid at the door";
        return {};
    }

    std::optional<Money> fee(const Values& values) const override {
        auto price = values.money("cash_on_delivery_fee");
        return price && price->minor > 0 ? price : std::nullopt;
    }

    Task<Answer<Started>> start(App&, Ctx, Charge) const override { co_return Started{.reference = {}, .next = {.kind = "none"}, .is_promised = true}; }
    Task<Answer<std::vector<Truth>>> lookup(App&, Ctx, Charge charge) const override { co_return std::vector{Truth{.received = {0, charge.amount().currency}}}; }
    Task<Answer<Truth>> capture(App&, Ctx, Charge, std::string) const override { co_return gateway_fault(GatewayFault::Kind::impossible, "by_hand"); }
    Task<Answer<std::vector<Truth>>> cancel(App&, Ctx, Charge charge) const override {
        co_return std::vector{Truth{.standing = Standing::cancelled, .received = {0, charge.amount().currency}}};
    }
    Task<Answer<RefundTruth>> refund(App&, Ctx, GiveBack) const override { co_return gateway_fault(GatewayFault::Kind::impossible, "by_hand"); }
};

}  // namespace

const Gateway& cash_on_delivery() {
    static const CashOnDelivery gateway;
    return gateway;
}

}  // namespace vitrine::payments::providers
