// JazzCash: the buyer's mobile wallet asked by phone number from our own page, or JazzCash's page for wallets and cards (sandbox documentation v4.2). Every
// attempt has a reference of its own that JazzCash takes once; what became of it the status inquiry says. Nothing can be closed there, so late money goes back.
#include <algorithm>

#include "modules/payments/gateways/jazzcash_fields.h"
#include "modules/payments/gateways/jazzcash_message.h"
#include "modules/payments/gateways/jazzcash_truth.h"
#include "modules/payments/gateways/list.h"
#include "modules/payments/gateways/provider_call.h"

namespace vitrine::payments::providers {
namespace {

constexpr int wallet_patience_ms = 70'000;      // the buyer takes the phone, reads, types the PIN
constexpr Duration inquiry_becomes_final = 10min;  // so long after a payment an inquiry may still change its mind

const Declaration& declared() {
    static const Declaration all{
        .code = "jazzcash",
        .name = "JazzCash",
        .description = "Pay from your mobile wallet, or by card on JazzCash's page",
        .settings = {{.name = "jazzcash_merchant_id", .is_required = true, .help = "JazzCash's Merchant ID"},
                     {.name = "jazzcash_password", .kind = SettingKind::secret, .is_required = true, .help = "JazzCash's password; its page shows it to browsers, so the salt is the real secret"},
                     {.name = "jazzcash_salt", .kind = SettingKind::secret, .is_required = true, .help = "The Integrity Salt (hash key)"},
                     {.name = "jazzcash_previous_salt", .kind = SettingKind::secret, .help = "The salt before, while one is exchanged: both are accepted as long as this is set"},
                     {.name = "jazzcash_merchant_mpin", .kind = SettingKind::secret, .help = "PIN of the merchant's own wallet, for refunds to wallets; not set: only cards are refunded"},
                     {.name = "jazzcash_ways", .kind = SettingKind::choice, .help = "wallet_and_page: our page asks for the wallet's number and offers JazzCash's page; page: JazzCash's page only", .otherwise = "wallet_and_page", .choices = "wallet_and_page,page"},
                     {.name = "jazzcash_page_type", .kind = SettingKind::choice, .help = "What JazzCash's page takes: MWALLET wallets, MPAY cards; not set: the buyer chooses there", .choices = "MWALLET,MPAY"},
                     {.name = "jazzcash_most", .kind = SettingKind::money, .help = "Orders above this amount are paid another way: the limit JazzCash gave the account"},
                     {.name = "jazzcash_url", .kind = SettingKind::url, .help = "JazzCash, its sandbox (https://sandbox.jazzcash.com.pk), or a simulator", .otherwise = "https://payments.jazzcash.com.pk"},
                     {.name = "jazzcash_page_path", .help = "Of the hosted page", .otherwise = "/CustomerPortal/transactionmanagement/merchantform/"},
                     {.name = "jazzcash_wallet_path", .help = "Of the wallet's REST API 2.0", .otherwise = "/ApplicationAPI/API/2.0/Purchase/DoMWalletTransaction"},
                     {.name = "jazzcash_inquiry_path", .help = "Of the status inquiry", .otherwise = "/ApplicationAPI/API/PaymentInquiry/Inquire"},
                     {.name = "jazzcash_wallet_refund_path", .help = "Of refunds to wallets", .otherwise = "/ApplicationAPI/API/Purchase/domwalletrefundtransaction"},
                     {.name = "jazzcash_card_refund_path", .help = "Of refunds to cards", .otherwise = "/ApplicationAPI/API/authorize/Refund"}},
        .takes = {.currencies = {*Currency::parse("PKR")}, .countries = {"PK"}, .least_minor = 100},
        .can = {.refunds = true, .hosted_page = true, .late_money = 72h},
        .asks = {{.name = "mobile", .label = "Mobile number of your JazzCash wallet", .hint = "Such as 0300 1234567", .autocomplete = "tel-national", .inputmode = "tel", .longest = 20},
                 {.name = "cnic", .label = "Last 6 digits of your CNIC", .hint = "The one the wallet is registered with", .autocomplete = "off", .inputmode = "numeric", .longest = 15}},
        .brings_back = {"pp_*", "ppmpf_*"},
    };
    return all;
}

/// The reference of the next attempt, and whether the one before says that there must not be one.
struct Turn {
    std::string reference;
    JazzcashVerdict before;   ///< of the newest attempt so far
    bool has_asked = true;    ///< JazzCash, for that

    bool is_paid() const { return before.standing == JazzcashVerdict::Standing::paid; }
    bool is_waiting() const { return before.standing == JazzcashVerdict::Standing::waiting; }
};

class Jazzcash final : public Gateway {
public:
    const Declaration& declaration() const override { return declared(); }

    std::optional<std::string> unfit(const Values& values, const stores::Store&, const Money& amount, std::string_view) const override {
        auto most = values.money("jazzcash_most");
        if (most && *most < amount) return "Up to " + format_for_people(*most) + " can be paid with JazzCash";
        return {};
    }

    Task<Answer<Started>> start(App& app, Ctx ctx, Charge charge) const override {
        auto values = values_of(app, charge.store, *this);
        if (values.text("jazzcash_ways") == "page") co_return co_await start_hosted(app, ctx, std::move(charge));
        Started started{.reference = jazzcash_reference(charge.payment, std::max(1, jazzcash_attempt(charge))), .next = {.kind = "wallet"}};
        started.next.asks = declared().asks;
        started.has_asked = false;
        co_return started;
    }

    Task<Answer<Started>> start_hosted(App& app, Ctx ctx, Charge charge) const override {
        auto turn = co_await next_turn(app, ctx, charge);
        if (!turn) co_return std::unexpected(std::move(turn.error()));
        if (turn->is_paid()) co_return Started{.reference = turn->reference, .next = {.kind = "none"}};
        auto values = values_of(app, charge.store, *this);
        Started started{.reference = turn->reference, .next = {.kind = "redirect", .url = values.text("jazzcash_url") + values.text("jazzcash_page_path")}};
        started.next.fields.emplace();
        started.has_asked = turn->has_asked;
        for (auto& [name, value] : jazzcash_page(charge, turn->reference, values, ctx.now)) started.next.fields->push_back({std::move(name), std::move(value)});
        co_return started;
    }

    Result<shape::Fields> read_typed(const shape::Fields& typed) const override { return jazzcash_typed(typed); }

    /// While an attempt waits for the phone there is no second one: the buyer would be asked twice.
    Task<Answer<Started>> start_typed(App& app, Ctx ctx, Charge charge) const override {
        auto turn = co_await next_turn(app, ctx, charge);
        if (!turn) co_return std::unexpected(std::move(turn.error()));
        bool may_go = !turn->is_paid() && !turn->is_waiting();
        co_return Started{.reference = turn->reference, .next = {.kind = may_go ? "wallet" : "none"}, .is_promised = false, .has_asked = turn->has_asked};
    }

    Task<Answer<Truth>> pay_with(App& app, Ctx ctx, Charge charge, shape::Fields typed) const override {
        auto reference = jazzcash_reference(charge.payment, jazzcash_attempt(charge));
        JazzcashCall call{.path = "jazzcash_wallet_path", .fields = jazzcash_wallet(charge, reference, typed, values_of(app, charge.store, *this), ctx.now)};
        call.longest_ms = wallet_patience_ms;
        auto answer = co_await jazzcash_call(app, ctx, std::move(call));
        if (!answer) co_return std::unexpected(std::move(answer.error()));
        co_return jazzcash_wallet_truth(*answer, reference, charge.amount().currency);
    }

    Task<Answer<std::vector<Truth>>> lookup(App& app, Ctx ctx, Charge charge) const override {
        std::vector<Truth> truths;
        auto newest = jazzcash_reference(charge.payment, jazzcash_attempt(charge));
        for (const auto& reference : charge.references) {
            auto verdict = co_await inquire(app, ctx, reference);
            if (!verdict) co_return std::unexpected(std::move(verdict.error()));
            auto truth = jazzcash_truth(*verdict, charge, reference);
            if (reference != newest) truth.failure.reset();  // what an earlier attempt came to is no news
            truths.push_back(std::move(truth));
        }
        co_return truths;
    }

    Task<Answer<Truth>> capture(App&, Ctx, Charge, std::string) const override { co_return gateway_fault(GatewayFault::Kind::impossible, "captured_at_once"); }

    /// JazzCash has no way to close a transaction; it lapses by itself. What waits for the buyer's phone is left waiting until its answer is final.
    Task<Answer<std::vector<Truth>>> cancel(App& app, Ctx ctx, Charge charge) const override {
        auto truths = co_await lookup(app, ctx, charge);
        if (!truths) co_return truths;
        bool is_final = charge.pay_by + inquiry_becomes_final <= ctx.now;
        for (auto& truth : *truths)
            if (truth.standing == Standing::open || (truth.standing == Standing::processing && is_final)) truth.standing = Standing::cancelled;
        co_return truths;
    }

    /// Refunds have no idempotency key: the inquiry says first whether it is done already. So only all of a payment goes back by itself; of parts nobody could
    /// tell whether they went, and JazzCash takes only one of them anyway (451).
    Task<Answer<RefundTruth>> refund(App& app, Ctx ctx, GiveBack what) const override {
        if (what.amount != what.of) co_return gateway_fault(GatewayFault::Kind::impossible, "part_by_hand");
        auto verdict = co_await inquire(app, ctx, what.reference);
        if (!verdict) co_return std::unexpected(std::move(verdict.error()));
        if (verdict->standing == JazzcashVerdict::Standing::given_back) co_return RefundTruth{.provider_refund = what.reference, .state = RefundState::succeeded, .failure = {}};
        if (verdict->standing != JazzcashVerdict::Standing::paid) co_return gateway_fault(GatewayFault::Kind::unknown, "not_paid_there");
        auto to_wallet = co_await refund_to(app, ctx, what, true);
        bool is_elsewhere = !to_wallet && to_wallet.error().kind == GatewayFault::Kind::refused;  // a clear no: it was no wallet
        if (!is_elsewhere) co_return to_wallet;
        auto to_card = co_await refund_to(app, ctx, what, false);
        bool is_no = !to_card && to_card.error().kind == GatewayFault::Kind::refused;
        if (!is_no) co_return to_card;
        verdict = co_await inquire(app, ctx, what.reference);  // JazzCash says no, too, when another call has just given it back
        if (!verdict) co_return std::unexpected(std::move(verdict.error()));
        if (verdict->standing == JazzcashVerdict::Standing::given_back) co_return RefundTruth{.provider_refund = what.reference, .state = RefundState::succeeded, .failure = {}};
        co_return gateway_fault(GatewayFault::Kind::impossible, to_card.error().code);  // neither way is open: a person sends it back
    }

    Result<WebhookEvent> read_webhook(const Values& values, const http::Request& request, Instant) const override { return read_jazzcash_event(request, values); }
    http::Response acknowledge(const Values& values) const override { return jazzcash_receipt(values); }
    Result<ReturnHint> read_return(const Values& values, const shape::Fields& fields) const override { return read_jazzcash_return(fields, values); }
    BrowserOrigins origins(const Values& values) const override { return {.scripts = {}, .frames = {}, .connections = {}, .forms = {origin_of_url(values.text("jazzcash_url"))}, .images = {}}; }

private:
    static Task<Answer<JazzcashVerdict>> inquire(App& app, Ctx ctx, std::string reference) {
        JazzcashCall call{.path = "jazzcash_inquiry_path", .fields = jazzcash_inquiry(reference, values_of(app, ctx.store, jazzcash())), .is_repeatable = true};
        auto answer = co_await jazzcash_call(app, ctx, std::move(call));
        if (!answer) co_return std::unexpected(std::move(answer.error()));
        co_return jazzcash_verdict(*answer);
    }

    /// A reference that JazzCash has seen is never sent again, whatever became of it; the last one that it has not seen is.
    static Task<Answer<Turn>> next_turn(App& app, Ctx ctx, const Charge& charge) {
        auto newest = jazzcash_attempt(charge);
        if (newest == 0) co_return Turn{jazzcash_reference(charge.payment, 1), {}, false};
        auto reference = jazzcash_reference(charge.payment, newest);
        auto verdict = co_await inquire(app, ctx, reference);
        if (!verdict) co_return std::unexpected(std::move(verdict.error()));
        Turn turn{std::move(reference), std::move(*verdict), true};
        if (turn.before.standing == JazzcashVerdict::Standing::unseen || turn.is_paid()) co_return turn;
        if (newest == jazzcash_most_attempts) co_return gateway_fault(GatewayFault::Kind::refused, "too_many_attempts", "This order was tried too often. Choose another way to pay.");
        turn.reference = jazzcash_reference(charge.payment, newest + 1);
        co_return turn;
    }

    static Task<Answer<RefundTruth>> refund_to(App& app, Ctx ctx, GiveBack what, bool wallet) {
        auto values = values_of(app, ctx.store, jazzcash());
        if (wallet && !values.has("jazzcash_merchant_mpin")) co_return gateway_fault(GatewayFault::Kind::refused, "no_merchant_mpin");
        JazzcashCall call{.path = wallet ? "jazzcash_wallet_refund_path" : "jazzcash_card_refund_path", .fields = jazzcash_refund(what, values, wallet)};
        auto answer = co_await jazzcash_call(app, ctx, std::move(call));
        if (!answer) co_return std::unexpected(std::move(answer.error()));
        co_return jazzcash_refund_truth(*answer, what.reference);
    }
};

}  // namespace

const Gateway& jazzcash() {
    static const Jazzcash gateway;
    return gateway;
}

}  // namespace vitrine::payments::providers
