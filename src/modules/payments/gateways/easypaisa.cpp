// Easypaisa (Easypay): a hosted page reached in two steps, a question on the buyer's phone, or a token to pay in cash at an agent's shop. Nothing that comes back
// is signed, so the inquiry alone decides. Orders cannot be closed and money cannot be sent back by the API: what comes late is surplus, and a person sends it back.
#include <algorithm>

#include "modules/payments/gateways/easypaisa_codes.h"
#include "modules/payments/gateways/easypaisa_messages.h"
#include "modules/payments/gateways/easypaisa_request.h"
#include "modules/payments/gateways/easypaisa_truth.h"
#include "modules/payments/gateways/list.h"
#include "modules/payments/gateways/provider_call.h"

namespace vitrine::payments::providers {
namespace {

constexpr Duration shop_window = 48h;      // until then the token can be paid at a shop, and the goods wait
constexpr int phone_wait_ms = 70'000;      // the call waits while the buyer looks for the phone

const Declaration& declared() {
    static const Declaration all{
        .code = "easypaisa",
        .name = "Easypaisa",
        .description = "From your Easypaisa account, by card, or in cash at a shop near you",
        .settings = {{.name = "easypaisa_store_id", .is_required = true, .help = "Easypaisa's store id"},
                     {.name = "easypaisa_hash_key", .kind = SettingKind::secret, .is_required = true, .help = "The hash key of the merchant portal, 16 characters"},
                     {.name = "easypaisa_user", .is_required = true, .help = "User name of the API"},
                     {.name = "easypaisa_password", .kind = SettingKind::secret, .is_required = true, .help = "Password of the API"},
                     {.name = "easypaisa_account", .is_required = true, .help = "The merchant's account number, for inquiries"},
                     {.name = "easypaisa_methods", .help = "Which ways are offered, comma separated: page, account, shop", .otherwise = "page,account,shop"},
                     {.name = "easypaisa_most", .kind = SettingKind::money, .help = "Orders above this amount are paid another way"},
                     {.name = "easypaisa_hash", .kind = SettingKind::choice, .help = "aes: requests to the page carry merchantHashedReq; none: the account does not want it", .otherwise = "aes", .choices = "aes,none"},
                     {.name = "easypaisa_base", .kind = SettingKind::url, .help = "Easypaisa's host (live, sandbox), or a simulator", .otherwise = "https://easypay.easypaisa.com.pk"}},
        .takes = {.currencies = {*Currency::parse("PKR")}, .countries = {"PK"}},
        .can = {.hosted_page = true, .late_money = 48h},
        .questions = {{.name = "way",
                  .label = "How do you want to pay with Easypaisa?",
                  .kind = QuestionKind::choice,
                  .choices = {{"page", "On Easypaisa’s page: account, card or QR"}, {"account", "From my mobile account: I approve on my phone"}, {"shop", "In cash at an Easypaisa shop"}}},
                 {.name = "mobile",
                  .label = "Mobile number",
                  .hint = "Of your Easypaisa account; at a shop, where the receipt goes. Not needed for Easypaisa’s page.",
                  .kind = QuestionKind::mobile,
                  .only_with = "way",
                  .only_for = {"account", "shop"}}},
        .brings_back = {"auth_token", "orderRefNumber"},
    };
    return all;
}

/// The ways that are switched on, in the order they are declared.
std::vector<QuestionChoice> ways_of(const Values& values) {
    auto wanted = values.list("easypaisa_methods");
    auto ways = declared().questions.front().choices;
    std::erase_if(ways, [&](const QuestionChoice& way) { return std::ranges::find(wanted, way.value) == wanted.end(); });
    return ways;
}

/// Where nobody is there to answer, only the page can be offered; empty when it is switched off.
std::string way_of(const Charge& charge, const Values& values) {
    auto ways = ways_of(values);
    auto answer = charge.answers.find("way");
    if (answer != charge.answers.end()) return answer->second;
    return std::ranges::find(ways, "page", &QuestionChoice::value) == ways.end() ? "" : "page";
}

std::string mobile_of(const Charge& charge) {
    auto answer = charge.answers.find("mobile");
    return answer == charge.answers.end() ? std::string() : answer->second;
}

/// A reference of this payment that is not among those used, nor `last`.
std::string fresh_reference(const Charge& charge, const std::string& last) {
    for (int n = 1;; ++n) {
        auto reference = easypaisa_reference(charge.payment, n);
        if (reference != last && std::ranges::find(charge.references, reference) == charge.references.end()) return reference;
    }
}

Started at_shop(const Charge& charge, std::string reference, std::string token, std::optional<Instant> until) {
    Instructions told{.reference = charge.order_number, .amount = charge.amount(), .deadline = std::min(until.value_or(charge.pay_by), charge.pay_by), .token = std::move(token)};
    return {.reference = std::move(reference), .next = {.kind = "instructions", .instructions = std::move(told)}};
}

Started waiting(std::string reference) { return {.reference = std::move(reference), .next = {.kind = "wait"}}; }

/// The form that opens Easypaisa's page (step 1); its answer comes to our return address with a token for step 2.
Answer<Started> on_page(const Charge& charge, std::string reference, const Values& values) {
    std::vector<FormField> fields{{"storeId", values.text("easypaisa_store_id")},
                                  {"amount", easypaisa_page_amount(charge.amount())},
                                  {"postBackURL", charge.base + std::string(return_path) + "easypaisa"},
                                  {"orderRefNum", reference},
                                  {"expiryDate", easypaisa_time(charge.pay_by)},
                                  {"autoRedirect", "1"},
                                  {"emailAddr", charge.email},
                                  {"mobileNum", mobile_of(charge)}};
    std::erase_if(fields, [](const FormField& field) { return field.value.empty(); });
    if (values.text("easypaisa_hash") == "aes") {
        auto hash = easypaisa_hash(fields, values.text("easypaisa_hash_key"));
        if (!hash) return gateway_fault(GatewayFault::Kind::unknown, "hash_key_size");
        fields.push_back({"merchantHashedReq", std::move(*hash)});
    }
    Started started{.reference = std::move(reference), .next = {.kind = "redirect", .url = values.text("easypaisa_base") + "/easypay/Index.jsf"}};
    started.next.fields = std::move(fields);
    return started;
}

class Easypaisa final : public Gateway {
public:
    const Declaration& declaration() const override { return declared(); }

    std::optional<std::string> unfit(const Values& values, const stores::Store& store, const Money& amount, std::string_view) const override {
        if (ways_of(values).empty()) return "Easypaisa is not set up";
        auto most = store.currency == amount.currency ? values.money("easypaisa_most") : std::nullopt;
        if (most && *most < amount) return "Up to " + format_for_people(*most) + " can be paid with Easypaisa";
        return {};
    }

    std::vector<Question> questions(const Values& values) const override {
        auto ways = ways_of(values);
        bool is_page_alone = ways.size() == 1 && ways.front().value == "page";
        if (ways.empty() || is_page_alone) return {};
        auto out = declared().questions;
        out.front().choices = std::move(ways);
        return out;
    }

    Duration window(const Answers& answers) const override {
        auto way = answers.find("way");
        return way != answers.end() && way->second == "shop" ? shop_window : Gateway::window(answers);
    }

    Task<Answer<Started>> start(App& app, Ctx ctx, Charge charge) const override {
        auto values = values_of(app, charge.store, *this);
        auto last = charge.references.empty() ? easypaisa_reference(charge.payment, 1) : charge.references.back();
        auto way = way_of(charge, values);
        if (charge.is_first_start) {
            auto started = co_await open(app, ctx, std::move(charge), last, way);
            if (started) started->has_asked = way == "shop";
            co_return started;
        }
        auto known = co_await inquire_easypaisa(app, ctx, last, charge.amount().currency);
        if (!known && known.error().kind != GatewayFault::Kind::not_found) co_return std::unexpected(std::move(known.error()));
        if (!known) co_return co_await open(app, ctx, std::move(charge), last, way);  // handed out, but nobody has used it
        if (known->is_used_up()) co_return co_await open(app, ctx, charge, fresh_reference(charge, last), way);
        co_return co_await go_on(app, ctx, std::move(charge), std::move(*known), way);
    }

    /// The page, whatever the buyer said at first.
    Task<Answer<Started>> start_hosted(App& app, Ctx ctx, Charge charge) const override {
        charge.answers["way"] = "page";
        return start(app, ctx, std::move(charge));
    }

    Task<Answer<std::vector<Truth>>> push(App& app, Ctx ctx, Charge charge, std::string mobile) const override {
        auto reference = charge.references.front();
        std::vector<FormField> body{{"orderId", reference},        {"transactionAmount", easypaisa_amount(charge.amount())}, {"transactionType", "MA"},
                                 {"mobileAccountNo", mobile},   {"emailAddress", charge.email},                           {"optional1", charge.order_number}};
        auto answer = co_await easypaisa_call(app, ctx, {.operation = "initiate-ma-transaction", .body = std::move(body), .is_repeatable = false, .longest_try_ms = phone_wait_ms});
        if (!answer) co_return std::unexpected(std::move(answer.error()));
        auto row = easypaisa_code(answer->code);
        if (row.says == EasypaisaClass::success) co_return co_await lookup(app, ctx, std::move(charge));  // a word, not yet the truth
        if (row.says != EasypaisaClass::failure) co_return std::unexpected(easypaisa_fault(answer->code));
        co_return std::vector{Truth{.reference = reference, .standing = Standing::open, .received = {0, charge.amount().currency}, .failure = std::string(row.for_buyer)}};
    }

    Task<Answer<std::vector<Truth>>> lookup(App& app, Ctx ctx, Charge charge) const override {
        auto currency = charge.amount().currency;
        if (charge.references.empty()) charge.references.push_back(easypaisa_reference(charge.payment, 1));
        std::vector<Truth> truths;
        for (const auto& reference : charge.references) {
            auto inquiry = co_await inquire_easypaisa(app, ctx, reference, currency);
            if (!inquiry && inquiry.error().kind != GatewayFault::Kind::not_found) co_return std::unexpected(std::move(inquiry.error()));
            if (!truths.empty()) truths.back().failure.reset();  // a decline is over once another try began
            truths.push_back(inquiry ? truth_of(*inquiry, currency) : Truth{.reference = reference, .standing = Standing::open, .received = {0, currency}});
        }
        co_return truths;
    }

    Task<Answer<Truth>> capture(App&, Ctx, Charge, std::string) const override { co_return gateway_fault(GatewayFault::Kind::impossible, "takes_at_once"); }

    /// Easypaisa has no way to close an order; its own expiry does. Money that comes after us is surplus.
    Task<Answer<std::vector<Truth>>> cancel(App& app, Ctx ctx, Charge charge) const override {
        auto truths = co_await lookup(app, ctx, std::move(charge));
        if (!truths) co_return truths;
        for (auto& truth : *truths)
            if (truth.standing != Standing::succeeded) truth.standing = Standing::cancelled;
        co_return truths;
    }

    /// No call for it is known: a person does it in the merchant portal.
    Task<Answer<RefundTruth>> refund(App&, Ctx, GiveBack) const override { co_return gateway_fault(GatewayFault::Kind::impossible, "by_hand_in_portal"); }

    Result<WebhookEvent> read_webhook(const Values& values, const http::Request& request, Instant now) const override {
        return read_easypaisa_ipn(request, values.text("easypaisa_base"), now);
    }

    Result<ReturnHint> read_return(const Values&, const shape::Fields& fields) const override { return read_easypaisa_return(fields); }

    std::optional<Next> pass_on(const Values& values, const shape::Fields& fields, std::string_view base) const override {
        return easypaisa_confirmation(fields, values.text("easypaisa_base"), base);
    }

    BrowserOrigins origins(const Values& values) const override { return {.forms = {origin_of_url(values.text("easypaisa_base"))}}; }

private:
    /// Opens a reference that Easypaisa has not heard of, in the way the buyer wants.
    static Task<Answer<Started>> open(App& app, Ctx ctx, Charge charge, std::string reference, std::string way) {
        if (way == "account") {
            auto started = waiting(std::move(reference));
            started.push = mobile_of(charge);
            co_return started;
        }
        if (way == "shop") co_return co_await make_token(app, ctx, std::move(charge), std::move(reference));
        if (way.empty()) co_return Started{.reference = {}, .next = {.kind = "none"}};  // waits for a buyer who says how
        co_return on_page(charge, std::move(reference), values_of(app, charge.store, easypaisa()));
    }

    /// Goes on with a reference that Easypaisa knows and that may yet be paid. A buyer who wants another way gets another reference: the first cannot be
    /// taken back, and should both be paid, the second is surplus. A question on the phone is left to end first: that takes a minute.
    static Task<Answer<Started>> go_on(App& app, Ctx ctx, Charge charge, EasypaisaInquiry known, std::string way) {
        if (known.is("PAID") || known.mode == "MA") co_return waiting(known.reference);
        bool is_token = known.mode == "OTC" && !known.token.empty(), wants_token = way == "shop" || charge.answers.empty();
        if (is_token && wants_token) co_return at_shop(charge, known.reference, known.token, known.token_until);
        if (!is_token && way == "page") co_return on_page(charge, known.reference, values_of(app, charge.store, easypaisa()));
        auto reference = fresh_reference(charge, known.reference);
        co_return co_await open(app, ctx, std::move(charge), std::move(reference), std::move(way));
    }

    static Task<Answer<Started>> make_token(App& app, Ctx ctx, Charge charge, std::string reference) {
        std::vector<FormField> body{{"orderId", reference}, {"transactionAmount", easypaisa_amount(charge.amount())}, {"transactionType", "OTC"}, {"msisdn", mobile_of(charge)},
                                 {"emailAddress", charge.email}, {"tokenExpiry", easypaisa_time(charge.pay_by)}};
        auto answer = co_await easypaisa_call(app, ctx, {.operation = "initiate-otc-transaction", .body = std::move(body), .is_repeatable = false});
        if (answer && easypaisa_code(answer->code).says == EasypaisaClass::success) {
            auto token = easypaisa_text(*answer, "paymentToken");
            if (!token.empty()) co_return at_shop(charge, reference, std::move(token), read_easypaisa_time(easypaisa_text(*answer, "paymentTokenExpiryDateTime")));
        }
        auto known = co_await inquire_easypaisa(app, ctx, reference, charge.amount().currency);  // the answer may have been lost, not the token
        if (known && known->mode == "OTC" && known->is("PENDING") && !known->token.empty()) co_return at_shop(charge, reference, known->token, known->token_until);
        if (!answer) co_return std::unexpected(std::move(answer.error()));
        auto fault = easypaisa_fault(answer->code);
        fault.kind = GatewayFault::Kind::unknown;  // whatever it says, the order may be paid another way
        co_return std::unexpected(std::move(fault));
    }
};

}  // namespace

const Gateway& easypaisa() {
    static const Easypaisa gateway;
    return gateway;
}

}  // namespace vitrine::payments::providers
