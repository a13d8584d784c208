#include <algorithm>

#include "core/check.h"
#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"
#include "modules/payments/inbox.h"
#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

void count(const Gateway& gateway, std::string outcome) {
    auto counter = metrics::counter("vitrine_payments_webhooks_total", "Webhooks of payment gateways by how they were taken",
                                    {{"gateway", std::string(gateway.code())}, {"outcome", std::move(outcome)}});
    counter.add();
}

/// The store whose address the message came to.
StoreId address_store(const App& app, const Ctx& ctx, const http::Request& request) {
    if (!ctx.store.is_nil()) return ctx.store;
    auto store = app.stores ? app.stores->by_host(request.header("host")) : nullptr;
    return store ? store->id : StoreId{};
}

/// The store our own metadata names, when there is such a store; else the one the address belongs to. Both were signed for by the gateway.
StoreId store_of(const App& app, const Ctx& ctx, const WebhookEvent& event, const http::Request& request) {
    auto claimed = event.claimed_store ? StoreId::parse(*event.claimed_store) : std::nullopt;
    if (claimed && (!app.stores || app.stores->by_id(*claimed))) return *claimed;
    return address_store(app, ctx, request);
}

/// Headers as JSON, for a replay, and with them the query of a message that is told by one. What could sign somebody in is left out.
RawJson headers_of(const http::Request& request) {
    std::map<std::string, std::string> kept;
    for (const auto& [name, value] : request.headers)
        if (name != "authorization" && name != "cookie") kept[name] = value;
    if (request.method != http::Method::get) return {to_json(kept)};
    auto& query = kept[std::string(kept_query)];
    for (const auto& [name, value] : request.query) query += (query.empty() ? "" : "&") + http::percent_encode(name) + "=" + http::percent_encode(value);
    return {to_json(kept)};
}

/// Whether an unsigned message names a charge that we have opened: what anybody may send fills no table.
Task<bool> speaks_of_ours(App& app, Ctx ctx, std::string gateway, const WebhookEvent& event) {
    if (!event.reference) co_return false;
    auto by_reference = sql::by_reference(gateway, *event.reference);
    auto found = co_await app.db.read(ctx, std::move(by_reference));
    co_return found.has_value();
}

struct Outcome {
    std::string state;   ///< of the inbox row
    std::optional<std::string> note;
};

/// The payment of a message: by the gateway's reference, else by our id in the metadata, which may be there before our reference is.
Task<std::optional<PaymentRow>> payment_of(App& app, Ctx ctx, const WebhookRow& message) {
    std::optional<PaymentId> known;
    if (message.reference) {
        auto by_reference = sql::by_reference(message.gateway, *message.reference);
        known = co_await app.db.read(ctx, std::move(by_reference));
    }
    auto id = known ? known : message.claimed_payment ? PaymentId::parse(*message.claimed_payment) : std::nullopt;
    if (!id) co_return std::nullopt;
    auto query = sql::payment(*id);
    auto payment = co_await app.db.read(ctx, std::move(query));
    co_return payment;
}

bool is_recorded(const PaymentRow& payment, const std::string& reference) {
    return std::ranges::find(payment.provider_references, reference) != payment.provider_references.end();
}

/// What the gateway knows of the payment a message speaks of. A reference that is new to us counts only when the gateway itself says that it is this payment's.
Task<Answer<std::vector<Truth>>> ask(App& app, Ctx ctx, const PaymentRow& payment, const WebhookRow& message) {
    const auto& gateway = gateway_of(payment);
    auto taking = rules::is_open(payment.state) ? Taking::captures : Taking::only_looks;
    auto charge = charge_of(app, payment, ctx.store);
    if (message.reference && message.amount && message.currency) charge.said = Said{*message.reference, {*message.amount, *message.currency}};
    if (!message.reference || is_recorded(payment, *message.reference)) co_return co_await find_truths(app, ctx, gateway, std::move(charge), taking);
    auto rumour = charge;
    rumour.references = {*message.reference};
    rumour.is_rumour = true;
    auto truths = co_await find_truths(app, ctx, gateway, std::move(rumour), Taking::only_looks);
    if (!truths) co_return truths;
    bool is_ours = std::ranges::all_of(*truths, [&](const Truth& truth) { return truth.claimed_payment == payment.id.text(); });
    if (!is_ours) co_return gateway_fault(GatewayFault::Kind::refused, "the gateway names another payment");
    charge.references.push_back(*message.reference);
    co_return co_await find_truths(app, ctx, gateway, std::move(charge), taking);
}

/// Whether the books hold another amount under the message's reference than it says was taken: where the lookup names no amount, another road may have been quicker.
Task<bool> is_booked_otherwise(App& app, Ctx ctx, PaymentId id, const WebhookRow& message) {
    if (!message.reference || !message.amount) co_return false;
    auto query = sql::receipts_of_order(id);
    auto receipts = co_await app.db.read(ctx, std::move(query));
    co_return std::ranges::any_of(receipts, [&](const ReceiptRow& one) { return one.payment == id && one.reference == *message.reference && one.amount != *message.amount; });
}

/// A message about a refund makes us look at that refund.
Task<Outcome> act_on_refund(App& app, Ctx ctx, const std::string& claimed) {
    auto id = RefundId::parse(claimed);
    if (!id) co_return Outcome{"quarantined", "no refund of ours has such a name"};
    auto refund = co_await carry_out_refund(app, ctx, *id);
    if (!refund) co_return Outcome{"quarantined", refund.error().code};
    if (refund->state == RefundState::created) throw std::runtime_error("the gateway has not said what became of the refund");
    co_return Outcome{"done", std::nullopt};
}

/// A message about a dispute, a fraud warning or a review makes us look at that.
template <class View>
Outcome outcome_of(const Result<View>& tracked) {
    if (tracked) return {"done", std::nullopt};
    if (tracked.error().code == not_found.code) return {"ignored", "not one of our payments"};
    if (tracked.error().code == gateway_unreachable.code) throw std::runtime_error("the gateway has not said how the dispute or review stands");
    return {"quarantined", tracked.error().code};
}

Task<Outcome> act_on_trouble(App& app, Ctx ctx, const WebhookRow& message) {
    const auto* gateway = find_gateway(message.gateway);
    check(gateway != nullptr, "messages are kept for gateways of this program");
    if (message.dispute) {
        auto dispute = co_await track_dispute(app, ctx, *gateway, *message.dispute);
        co_return outcome_of(dispute);
    }
    auto warning = co_await track_warning(app, ctx, *gateway, *message.warning);
    co_return outcome_of(warning);
}

/// Asks the gateway for the truth of what the message speaks of, and settles by that. The message itself is only a hint.
Task<Outcome> act(App& app, Ctx ctx, const WebhookRow& message, int attempt) {
    constexpr int patience = 8;  // tries, about four minutes: how long a payment may take to become visible
    if (message.claimed_refund) co_return co_await act_on_refund(app, ctx, *message.claimed_refund);
    if (message.dispute || message.warning) co_return co_await act_on_trouble(app, ctx, message);
    auto payment = co_await payment_of(app, ctx, message);
    if (!payment && !message.claimed_payment) co_return Outcome{"ignored", "not one of our payments"};
    if (!payment && attempt < patience) throw std::runtime_error("the payment of this message is not visible yet");
    if (!payment) co_return Outcome{"quarantined", "no such payment"};
    if (payment->method != message.gateway) co_return Outcome{"quarantined", "the payment belongs to another gateway"};

    auto truths = co_await ask(app, ctx, *payment, message);
    if (!truths && truths.error().kind == GatewayFault::Kind::not_found) co_return Outcome{"quarantined", "the gateway does not know it"};
    if (!truths && truths.error().kind == GatewayFault::Kind::refused) co_return Outcome{"quarantined", truths.error().code};
    if (!truths) throw std::runtime_error("the gateway does not answer: " + truths.error().code);
    auto settled = co_await settle_all(app, ctx, payment->id, std::move(*truths));
    if (!settled) co_return Outcome{"quarantined", settled.error().code};
    if (co_await is_booked_otherwise(app, ctx, payment->id, message)) co_return Outcome{"quarantined", "another amount was taken than the books hold"};
    co_return Outcome{"done", std::nullopt};
}

/// What a message makes us look at, and with what word in hand: one look answers all that came before it.
std::string what_to_look_at(const WebhookRow& message) {
    if (message.claimed_refund) return "refund " + *message.claimed_refund;
    if (message.dispute) return "dispute " + *message.dispute;
    if (message.warning) return "warning " + *message.warning;
    return "charge " + message.reference.value_or("") + " " + message.claimed_payment.value_or("") + " " + std::to_string(message.amount.value_or(-1)) + " " +
           (message.currency ? std::string(message.currency->code()) : "");
}

/// What is written down of the messages that were worked.
struct Columns {
    std::vector<std::string> events, states;
    std::vector<std::optional<std::string>> notes;
};

/// The message as read with the settings of the store it came to, and with those of the store it names: an account that two stores do not share
/// cannot speak for the other.
Result<WebhookEvent> read(const App& app, const Ctx& ctx, const Gateway& gateway, const http::Request& request) {
    auto here = address_store(app, ctx, request);
    auto event = gateway.read_webhook(values_of(app, here, gateway), request, ctx.now);
    if (!event || !event->claimed_store) return event;
    auto named = StoreId::parse(*event->claimed_store);
    bool is_elsewhere = named && *named != here && app.stores && app.stores->by_id(*named);
    if (is_elsewhere && !gateway.read_webhook(values_of(app, *named, gateway), request, ctx.now)) event->claimed_store.reset();
    return event;
}

}  // namespace

Task<Result<http::Response>> receive_webhook(App& app, Ctx ctx, const Gateway& gateway, const http::Request& request) {
    auto event = read(app, ctx, gateway, request);
    if (!event) {
        count(gateway, "bad_signature");
        co_return refuse(std::move(event.error()));
    }
    ctx.store = store_of(app, ctx, *event, request);
    if (ctx.store.is_nil()) co_return refuse(refusals::not_found);
    ctx.role = Role::worker;
    ctx.actor = "webhook:" + std::string(gateway.code());
    if (!event->is_signed && !co_await speaks_of_ours(app, ctx, std::string(gateway.code()), *event)) {
        count(gateway, "not_ours");
        co_return gateway.acknowledge(values_of(app, ctx.store, gateway));
    }
    Arrival arrival{ctx, std::string(gateway.code()), std::move(*event), headers_of(request), request.body};
    auto state = arrival.state();
    auto is_new = co_await inbox_of(app)->keep(app, std::move(arrival));
    if (!is_new) co_return refuse(std::move(is_new.error()));
    count(gateway, *is_new ? state : "duplicate");
    co_return gateway.acknowledge(values_of(app, ctx.store, gateway));
}

Task<void> work_webhook(App& app, const jobs::Attempt& attempt, const WorkWebhook& what) {
    constexpr std::int64_t most_together = 100;
    auto ctx = attempt.ctx;
    auto query = sql::received_with(what.gateway, what.event, most_together);
    auto messages = co_await app.db.read(ctx, std::move(query));
    std::map<std::string, Outcome> looked;   // by what they make us look at
    Columns closed;
    std::exception_ptr failure;
    for (const auto& message : messages) {
        auto look = what_to_look_at(message);
        auto known = looked.find(look);
        if (known == looked.end()) {
            try {
                auto outcome = co_await act(app, ctx, message, attempt.job.attempt);
                if (outcome.state == "quarantined") log::error("payments.webhook_quarantined", {{"event", message.event}, {"note", outcome.note.value_or("")}});
                known = looked.emplace(std::move(look), std::move(outcome)).first;
            } catch (const std::exception&) {  // the others are not kept back by it; the job comes again for those that are left
                failure = std::current_exception();
                continue;
            }
        }
        closed.events.push_back(message.event);
        closed.states.push_back(known->second.state);
        closed.notes.push_back(known->second.note);
    }
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<bool>> {
        if (!closed.events.empty()) tx.send(sql::close_webhooks(what.gateway, closed.events, closed.states, closed.notes, ctx.now));
        if (failure) co_return true;
        attempt.finish(tx);
        if (std::ssize(messages) == most_together) jobs::later_all(tx, {{attempt.job.kind, attempt.job.aggregate, ctx.now, attempt.job.payload.text, true}});
        co_return true;
    };
    co_await app.db.transaction(ctx, in_transaction);
    if (failure) std::rethrow_exception(failure);
}

}  // namespace vitrine::payments
