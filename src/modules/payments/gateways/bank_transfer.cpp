// Bank transfer: the buyer gets instructions, staff says when the money has come. Nobody to call.
#include "modules/payments/gateways/list.h"

namespace vitrine::payments::providers {
namespace {

const Declaration& declared() {
    static const Declaration all{
        .code = "bank_transfer",
        .name = "Bank transfer",
        .description = "You get our account details and pay from your bank",
        .settings = {{.name = "bank_transfer_two_people_above", .kind = SettingKind::money, .help = "Above this amount two different people have to say that the money has arrived"}},
        .takes = {},
        .can = {.is_remote = false},
    };
    return all;
}

class BankTransfer final : public Gateway {
public:
    const Declaration& declaration() const override { return declared(); }

    std::optional<std::string> unfit(const Values&, const stores::Store& store, const Money& amount, std::string_view) const override {
        if (store.bank.account.empty() && store.bank.iban.empty()) return "Bank transfer is not set up";
        if (amount.currency != store.currency) return "Bank transfer takes " + std::string(store.currency.code()) + " only";
        return {};
    }

    Duration window(const Answers&) const override { return 72h; }

    std::optional<Next> next_at_once(const stores::Store& store, const Charge& charge) const override {
        const auto& bank = store.bank;
        Instructions instructions{bank.bank, bank.title, bank.account, bank.iban, charge.order_number, charge.amount(), charge.pay_by};
        return Next{.kind = "instructions", .instructions = std::move(instructions)};
    }
    Task<Answer<Started>> start(App& app, Ctx, Charge charge) const override {
        auto store = app.stores->by_id(charge.store);
        if (!store) co_return gateway_fault(GatewayFault::Kind::unknown, "store_unknown");
        Started started{.reference = {}, .next = *next_at_once(*store, charge)};
        co_return started;
    }
    Task<Answer<std::vector<Truth>>> lookup(App&, Ctx, Charge charge) const override { co_return std::vector{Truth{.received = {0, charge.amount().currency}}}; }
    Task<Answer<Truth>> capture(App&, Ctx, Charge, std::string) const override { co_return gateway_fault(GatewayFault::Kind::impossible, "by_hand"); }
    Task<Answer<std::vector<Truth>>> cancel(App&, Ctx, Charge charge) const override {
        co_return std::vector{Truth{.standing = Standing::cancelled, .received = {0, charge.amount().currency}}};
    }
    Task<Answer<RefundTruth>> refund(App&, Ctx, GiveBack) const override { co_return gateway_fault(GatewayFault::Kind::impossible, "by_hand"); }
};

}  // namespace

const Gateway& bank_transfer() {
    static const BankTransfer gateway;
    return gateway;
}

}  // namespace vitrine::payments::providers
