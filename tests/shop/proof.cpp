#include "tests/shop/proof.h"

#include "modules/payments/gateway.h"

namespace vitrine::test {

bool is_wanted(selftest::Sandbox& box, selftest::Stand& stand, const http::Request& request) {
    const auto* gateway = payments::find_gateway(stand.code());
    auto event = gateway->read_webhook(payments::values_of(box.app(), box.store_of(stand).id, *gateway), request, box.now);
    return event && event->is_wanted;
}

std::vector<http::Request> Proof::wanted_messages(selftest::Stand& stand) {
    std::vector<http::Request> out;
    for (const auto& message : stand.take_news()) {
        auto request = stand.posted(message, box.now);
        if (is_wanted(box, stand, request)) out.push_back(std::move(request));
    }
    return out;
}

void Proof::let_pass(Duration hop, int hops) {
    for (int n = 0; n < hops; ++n) box.work(hop);
}

}  // namespace vitrine::test
