#include <algorithm>
#include <unordered_map>

#include "io/telemetry/log.h"
#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {

Task<Answer<std::vector<Truth>>> find_truths(App& app, Ctx ctx, const Gateway& gateway, Charge charge, Taking taking) {
    auto look = gateway.lookup(app, ctx, charge);
    auto truths = co_await through_circuit(ctx, gateway, std::move(look));
    if (!truths || taking == Taking::only_looks) co_return truths;
    bool is_paid = std::ranges::any_of(*truths, [](const Truth& truth) { return truth.standing == Standing::succeeded; });
    auto waiting = std::ranges::find_if(*truths, [&](const Truth& truth) { return truth.standing == Standing::authorized && (taking == Taking::takes_all || !truth.waits_for_capture); });
    if (is_paid || waiting == truths->end()) co_return truths;
    auto take = gateway.capture(app, ctx, std::move(charge), waiting->reference);
    auto taken = co_await through_circuit(ctx, gateway, std::move(take));
    if (!taken) co_return std::unexpected(std::move(taken.error()));
    *waiting = std::move(*taken);
    co_return truths;
}

Task<Result<PaymentView>> settle_all(App& app, Ctx ctx, PaymentId id, std::vector<Truth> truths) {
    Result<PaymentView> view = refuse(not_found);
    std::vector<Truth> sent_back;
    std::ranges::copy_if(truths, std::back_inserter(sent_back), [](const Truth& truth) { return truth.given_back && !truth.given_back->is_zero(); });
    for (auto& truth : rules::to_settle(std::move(truths))) {
        view = co_await settle(app, ctx, id, std::move(truth));
        if (!view) co_return view;
    }
    for (auto& truth : sent_back) co_await note_given_back(app, ctx, id, std::move(truth));
    co_return view;
}

Task<Result<PaymentView>> verify_as_said(App& app, Ctx ctx, PaymentId id, std::optional<Said> said) {
    auto query = sql::payment(id);
    auto payment = co_await app.db.read(ctx, std::move(query));
    if (!payment) co_return refuse(not_found);
    const auto& gateway = gateway_of(*payment);
    if (!gateway.can().is_remote || payment->provider_references.empty()) co_return view_of(*payment);
    auto charge = charge_of(app, *payment, ctx.store);
    charge.said = std::move(said);
    auto truths = co_await find_truths(app, ctx, gateway, std::move(charge), rules::is_open(payment->state) ? Taking::captures : Taking::only_looks);
    if (!truths) {
        log::warn("payments.lookup_failed", {{"payment", id.text()}, {"code", truths.error().code}});
        co_return refuse(gateway_unreachable);
    }
    co_return co_await settle_all(app, ctx, id, std::move(*truths));
}

Task<Result<PaymentView>> verify(App& app, Ctx ctx, PaymentId id) { co_return co_await verify_as_said(app, ctx, id, {}); }

bool may_ask_gateway(PaymentId id, Instant now) {
    constexpr size_t most_remembered = 10'000;
    thread_local std::unordered_map<PaymentId, Instant> last_asked;
    if (last_asked.size() >= most_remembered) last_asked.clear();
    auto [entry, is_first] = last_asked.try_emplace(id, now);
    if (!is_first && now - entry->second < 1s) return false;
    entry->second = now;
    return true;
}

}  // namespace vitrine::payments
