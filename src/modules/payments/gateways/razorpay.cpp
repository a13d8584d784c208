// Razorpay: an order per payment, paid in Razorpay's modal or on its hosted page (razorpay.com/docs/api/orders, /docs/payments/payment-gateway). Orders
// have no idempotency key and cannot be cancelled, so an order is looked for by its receipt, which is our payment id, before another is made, and
// money that comes after the window goes back.
#include <algorithm>
#include <ranges>

#include <boost/json.hpp>

#include "modules/payments/gateways/list.h"
#include "modules/payments/gateways/provider_call.h"
#include "modules/payments/gateways/razorpay_call.h"
#include "modules/payments/gateways/razorpay_dispute.h"
#include "modules/payments/gateways/razorpay_truth.h"
#include "modules/payments/gateways/razorpay_webhook.h"

namespace vitrine::payments::providers {
namespace {

namespace json = shape::json;

const Declaration& declared() {
    static const Declaration all{
        .code = "razorpay",
        .name = "UPI, cards and netbanking",
        .description = "Pay now through Razorpay",
        .settings = {{.name = "razorpay_key_id", .is_required = true, .help = "Razorpay's key id, rzp_live_… or rzp_test_…"},
                     {.name = "razorpay_key_secret", .kind = SettingKind::secret, .is_required = true, .help = "Razorpay's key secret"},
                     {.name = "razorpay_webhook_secret", .kind = SettingKind::secret, .help = "Secret of the webhook in Razorpay's dashboard; several, comma separated, for a day after a change"},
                     {.name = "razorpay_capture", .kind = SettingKind::choice, .help = "automatic: Razorpay captures; manual: we do, once the amount was compared", .otherwise = "automatic", .choices = "automatic,manual"},
                     {.name = "razorpay_api", .kind = SettingKind::url, .help = "Razorpay's API, or a simulator", .otherwise = "https://api.razorpay.com"},
                     {.name = "razorpay_script", .kind = SettingKind::url, .help = "Razorpay's browser script, or a simulator's", .otherwise = "https://checkout.razorpay.com/v1/checkout.js"}},
        .takes = {.currencies = {*Currency::parse("INR")}, .least_minor = 100},
        .can = {.refunds = true, .partial_refunds = true, .captures_later = true, .several_charges = true, .hosted_page = true, .needs_script = true, .late_money = 72h},
    };
    return all;
}

bool is_order(std::string_view reference) { return reference.starts_with("order_"); }

std::optional<std::string> order_of(const Charge& charge) {
    auto found = std::ranges::find_if(charge.references, [](const auto& reference) { return is_order(reference); });
    return found == charge.references.end() ? std::nullopt : std::optional(*found);
}

json::object notes_of(const Charge& charge) { return {{"order", charge.order}, {"payment", charge.payment.text()}, {"store", charge.store.text()}}; }

RazorpayCall creation(const Charge& charge, const Values& values) {
    json::object body{{"amount", charge.amount().minor}, {"currency", std::string(charge.amount().currency.code())}, {"receipt", charge.payment.text()}, {"notes", notes_of(charge)}};
    body["payment"] = json::object{{"capture", values.text("razorpay_capture")},
                                   {"capture_options", json::object{{"automatic_expiry_period", 30}, {"manual_expiry_period", 4'320}, {"refund_speed", "normal"}}}};
    return {.method = "POST", .path = "/v1/orders", .json = json::serialize(body), .is_repeatable = false};
}

std::string callback_of(const Charge& charge) { return charge.base + std::string(return_path) + "razorpay"; }

std::vector<FormField> note_fields(const Charge& charge) { return {{"order", charge.order}, {"payment", charge.payment.text()}, {"store", charge.store.text()}}; }

Modal modal_of(const Charge& charge, const std::string& order, const Values& values, const std::string& store_name, Instant now) {
    auto left = std::chrono::duration_cast<std::chrono::seconds>(charge.pay_by - now).count();
    return {.key = values.text("razorpay_key_id"),
            .reference = order,
            .amount = charge.amount(),
            .name = store_name,
            .description = "Order " + charge.order_number,
            .email = charge.email,
            .callback_url = callback_of(charge),
            .timeout_s = std::max<std::int64_t>(60, left),
            .notes = note_fields(charge)};
}

/// The fields of Razorpay's hosted checkout, for a form without scripts.
std::vector<FormField> hosted_fields(const Charge& charge, const std::string& order, const Values& values, const std::string& store_name) {
    std::vector<FormField> fields{{"key_id", values.text("razorpay_key_id")},
                                  {"order_id", order},
                                  {"amount", std::to_string(charge.amount().minor)},
                                  {"currency", std::string(charge.amount().currency.code())},
                                  {"name", store_name},
                                  {"description", "Order " + charge.order_number},
                                  {"prefill[email]", charge.email},
                                  {"callback_url", callback_of(charge)},
                                  {"cancel_url", charge.base + std::string(pay_path) + charge.order}};
    for (auto& [name, value] : note_fields(charge)) fields.push_back({"notes[" + name + "]", value});
    return fields;
}

std::string store_name(const App& app, StoreId id) {
    auto store = app.stores ? app.stores->by_id(id) : nullptr;
    return store ? store->name : std::string();
}

class Razorpay final : public Gateway {
public:
    const Declaration& declaration() const override { return declared(); }

    Task<Answer<Started>> start(App& app, Ctx ctx, Charge charge) const override {
        auto order = co_await find_or_open(app, ctx, charge);
        if (!order) co_return std::unexpected(std::move(order.error()));
        auto values = values_of(app, charge.store, *this);
        Started started{.reference = *order, .next = {.kind = "modal", .script_url = values.text("razorpay_script")}};
        started.next.modal = modal_of(charge, *order, values, store_name(app, charge.store), ctx.now);
        co_return started;
    }

    Task<Answer<Started>> start_hosted(App& app, Ctx ctx, Charge charge) const override {
        auto order = co_await find_or_open(app, ctx, charge);
        if (!order) co_return std::unexpected(std::move(order.error()));
        auto values = values_of(app, charge.store, *this);
        Started started{.reference = *order, .next = {.kind = "redirect", .url = values.text("razorpay_api") + "/v1/checkout/embedded"}};
        started.next.fields = hosted_fields(charge, *order, values, store_name(app, charge.store));
        co_return started;
    }

    Task<Answer<std::vector<Truth>>> lookup(App& app, Ctx ctx, Charge charge) const override {
        std::vector<Truth> truths;
        for (const auto& reference : charge.references) {
            if (!is_order(reference)) continue;  // its payments come with the order
            auto claimed = charge.is_rumour ? co_await receipt_of(app, ctx, reference) : Answer<std::string>(std::string());
            if (!claimed) co_return std::unexpected(std::move(claimed.error()));
            auto payments = co_await razorpay_call(app, ctx, {.path = "/v1/orders/" + http::percent_encode(reference) + "/payments"});
            if (!payments) co_return std::unexpected(std::move(payments.error()));
            std::ranges::move(truths_of_order(reference, *claimed, *payments, charge.amount().currency), std::back_inserter(truths));
        }
        co_return truths;
    }

    Task<Answer<Truth>> capture(App& app, Ctx ctx, Charge charge, std::string reference) const override {
        auto path = "/v1/payments/" + http::percent_encode(reference);
        json::object body{{"amount", charge.amount().minor}, {"currency", std::string(charge.amount().currency.code())}};
        auto taken = co_await razorpay_call(app, ctx, {.method = "POST", .path = path + "/capture", .json = json::serialize(body)});
        if (taken) co_return truth_of_payment(*taken);
        if (taken.error().kind != GatewayFault::Kind::refused) co_return std::unexpected(std::move(taken.error()));
        auto payment = co_await razorpay_call(app, ctx, {.path = path});  // captured before, or lapsed: what counts is where it stands
        if (!payment) co_return std::unexpected(std::move(payment.error()));
        co_return truth_of_payment(*payment);
    }

    /// Razorpay has no way to close an order. What is authorised is taken, since the buyer said yes in time; later money is surplus and goes back.
    Task<Answer<std::vector<Truth>>> cancel(App& app, Ctx ctx, Charge charge) const override {
        auto truths = co_await lookup(app, ctx, charge);
        if (!truths) co_return truths;
        bool is_paid = std::ranges::any_of(*truths, [](const Truth& truth) { return truth.standing == Standing::succeeded; });
        for (auto& truth : *truths) {
            if (truth.standing == Standing::open) truth.standing = Standing::cancelled;
            if (truth.standing != Standing::authorized || is_paid) continue;
            auto taken = co_await capture(app, ctx, charge, truth.reference);
            if (!taken) co_return std::unexpected(std::move(taken.error()));
            truth = std::move(*taken);
            is_paid = truth.standing == Standing::succeeded;
        }
        co_return truths;
    }

    Task<Answer<RefundTruth>> refund(App& app, Ctx ctx, GiveBack what) const override {
        auto path = "/v1/payments/" + http::percent_encode(what.reference);
        RazorpayCall call{.path = path + "/refunds/" + http::percent_encode(what.provider_refund)};
        if (what.provider_refund.empty()) {
            json::object notes{{"refund", what.refund.text()}, {"payment", what.payment.text()}, {"store", ctx.store.text()}};
            json::object body{{"amount", what.amount.minor}, {"speed", "normal"}, {"receipt", what.refund.text()}, {"notes", std::move(notes)}};
            call = {.method = "POST", .path = path + "/refund", .json = json::serialize(body), .idempotency_key = what.refund.text()};
        }
        auto refund = co_await razorpay_call(app, ctx, std::move(call));
        if (!refund) co_return std::unexpected(std::move(refund.error()));
        co_return truth_of_refund(*refund);
    }

    Task<Answer<DisputeTruth>> lookup_dispute(App& app, Ctx ctx, std::string dispute) const override { return look_at_razorpay_dispute(app, std::move(ctx), std::move(dispute)); }
    Task<Answer<DisputeTruth>> answer_dispute(App& app, Ctx ctx, Evidence evidence) const override { return contest_at_razorpay(app, std::move(ctx), std::move(evidence)); }

    Result<WebhookEvent> read_webhook(const Values& values, const http::Request& request, Instant) const override {
        if (!razorpay_webhook_fits(request.header("x-razorpay-signature"), request.body, values.text("razorpay_webhook_secret"))) return refuse(signature_refused);
        return read_razorpay_event(request.header("x-razorpay-event-id"), request.body);
    }

    Result<ReturnHint> read_return(const Values& values, const shape::Fields& fields) const override {
        return read_razorpay_return(fields, values.text("razorpay_key_secret"));
    }

    BrowserOrigins origins(const Values& values) const override {
        auto script = origin_of_url(values.text("razorpay_script")), api = origin_of_url(values.text("razorpay_api"));
        return {.scripts = {script}, .frames = {api, script}, .connections = {api, script}, .forms = {api}, .images = {script}};
    }

private:
    /// The order that pays this charge: the recorded one, else the one whose receipt is our payment id, else a new one.
    static Task<Answer<std::string>> find_or_open(App& app, Ctx ctx, const Charge& charge) {
        if (auto known = order_of(charge)) co_return *known;
        if (!charge.is_first_start) {
            auto found = co_await find_by_receipt(app, ctx, charge.payment.text());
            if (!found || !found->empty()) co_return found;
        }
        auto made = co_await razorpay_call(app, ctx, creation(charge, values_of(app, charge.store, razorpay())));
        if (!made) co_return std::unexpected(std::move(made.error()));
        auto id = text_at(*made, "id");
        if (!is_order(id)) co_return gateway_fault(GatewayFault::Kind::unknown, "unreadable");
        co_return id;
    }

    /// Empty when no order has this receipt. Of several, made when answers were lost, the oldest.
    static Task<Answer<std::string>> find_by_receipt(App& app, Ctx ctx, std::string receipt) {
        auto list = co_await razorpay_call(app, ctx, {.path = "/v1/orders?count=100&receipt=" + http::percent_encode(receipt)});
        if (!list) co_return std::unexpected(std::move(list.error()));
        const auto* items = member_of(*list, "items");
        if (!items || !items->is_array()) co_return gateway_fault(GatewayFault::Kind::unknown, "unreadable");
        const json::value* oldest = nullptr;
        for (const auto& item : items->get_array()) {
            if (text_at(item, "receipt") != receipt) continue;
            bool is_older = !oldest || whole_at(item, "created_at").value_or(0) <= whole_at(*oldest, "created_at").value_or(0);
            if (is_older) oldest = &item;
        }
        co_return oldest ? text_at(*oldest, "id") : std::string();
    }

    static Task<Answer<std::string>> receipt_of(App& app, Ctx ctx, std::string order) {
        auto found = co_await razorpay_call(app, ctx, {.path = "/v1/orders/" + http::percent_encode(order)});
        if (!found) co_return std::unexpected(std::move(found.error()));
        co_return text_at(*found, "receipt");
    }
};

}  // namespace

const Gateway& razorpay() {
    static const Razorpay gateway;
    return gateway;
}

}  // namespace vitrine::payments::providers
