#pragma once
// How the gateways are doing, as this process sees them: one circuit breaker for each gateway and store.
#include "modules/payments/breaker.h"
#include "modules/payments/gateway.h"

namespace vitrine::payments {

/// Where the circuit of a gateway stands for a store.
Breaker circuit_of(StoreId store, std::string_view gateway);
/// Whether a call may be made now; counts as the probe when the pause is over.
bool may_call(StoreId store, const Gateway& gateway, Instant now);
/// What came of a call. Keeps the metrics `vitrine_payments_gateway_calls_total` and `vitrine_payments_circuits_open`.
void note_call(StoreId store, const Gateway& gateway, bool has_answered, Instant now);

/// Whether this fault says that the gateway is away, and not merely that it said no or that our own time was up.
bool is_outage(const GatewayFault& fault);

/// Makes one call through the circuit: not at all while it is open (unknown, "circuit_open").
template <class T>
Task<Answer<T>> through_circuit(Ctx ctx, const Gateway& gateway, Task<Answer<T>> call) {
    if (!gateway.can().is_remote) co_return co_await std::move(call);
    if (!may_call(ctx.store, gateway, ctx.now)) co_return gateway_fault(GatewayFault::Kind::unknown, "circuit_open");
    auto answer = co_await std::move(call);
    bool is_ours = !answer && answer.error().code == out_of_time;
    if constexpr (requires { answer->has_asked; }) is_ours = is_ours || (answer && !answer->has_asked);
    if (!is_ours) note_call(ctx.store, gateway, answer || !is_outage(answer.error()), ctx.now);
    co_return answer;
}

}  // namespace vitrine::payments
