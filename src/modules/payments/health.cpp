#include "modules/payments/health.h"

#include <map>
#include <mutex>

#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"

namespace vitrine::payments {
namespace {

/// Shared by all loops: what one of them learns spares the others the wait. Calls are rare, so a lock is cheap enough.
struct Registry {
    std::mutex mutex;
    std::map<std::pair<StoreId, std::string>, Breaker, std::less<>> breakers;
};
Registry& registry() {
    static Registry all;
    return all;
}

void count(const Gateway& gateway, bool has_answered) {
    auto counter = metrics::counter("vitrine_payments_gateway_calls_total", "Calls to payment gateways by whether they answered",
                                    {{"gateway", std::string(gateway.code())}, {"outcome", has_answered ? "answered" : "fault"}});
    counter.add();
}

/// Stores are not labels: they are not bounded.
void show(const Gateway& gateway, const Registry& all) {
    double open = 0;
    for (const auto& [key, breaker] : all.breakers) open += key.second == gateway.code() && breaker.state != Circuit::closed;
    auto gauge = metrics::gauge("vitrine_payments_circuits_open", "Stores whose circuit to a payment gateway is not closed", {{"gateway", std::string(gateway.code())}});
    gauge.set(open);
}

}  // namespace

Breaker circuit_of(StoreId store, std::string_view gateway) {
    auto& all = registry();
    std::lock_guard lock(all.mutex);
    auto found = all.breakers.find(std::pair(store, std::string(gateway)));
    return found == all.breakers.end() ? Breaker{} : found->second;
}

bool may_call(StoreId store, const Gateway& gateway, Instant now) {
    auto& all = registry();
    std::lock_guard lock(all.mutex);
    auto found = all.breakers.find(std::pair(store, std::string(gateway.code())));
    if (found == all.breakers.end()) return true;
    auto admission = rules::admit(found->second, now);
    found->second = admission.after;
    return admission.is_allowed;
}

void note_call(StoreId store, const Gateway& gateway, bool has_answered, Instant now) {
    count(gateway, has_answered);
    auto& all = registry();
    std::lock_guard lock(all.mutex);
    auto& breaker = all.breakers[std::pair(store, std::string(gateway.code()))];
    auto before = breaker.state;
    breaker = has_answered ? rules::after_answer(breaker) : rules::after_fault(breaker, now);
    if (breaker.state == before) return;
    show(gateway, all);
    log::warn("payments.circuit", {{"gateway", std::string(gateway.code())}, {"store", store.text()}, {"state", std::string(shape_name(breaker.state))}});
}

bool is_outage(const GatewayFault& fault) { return fault.kind == GatewayFault::Kind::unknown; }

}  // namespace vitrine::payments
