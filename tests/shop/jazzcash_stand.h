#pragma once
#include "modules/payments/api.h"
#include "simulators/jazzcash/service.h"
#include "tests/shop/provider_stand.h"

namespace vitrine::test {

/// The simulated JazzCash.
class JazzcashStand : public ProviderStand<simulators::jazzcash::Jazzcash> {
public:
    JazzcashStand(Loop& loop, web::Client& web) : ProviderStand(loop, web, simulators::jazzcash::routes(), simulators::jazzcash::Keys{}, simulators::WebhookOptions{}) {}

    /// The buyer brings our form to JazzCash's page and decides; gives what the browser brings back. "157" leaves the page without a word.
    shape::Fields pay(const payments::Next& next, std::string code = "000");
    /// The last notification as it comes in.
    http::Request notification() const;
    std::string last_reference() const { return it.account.in_order().back(); }
    std::int64_t transactions() const { return std::int64_t(it.account.in_order().size()); }
};

/// A notification as it comes in: JSON with its hash inside.
http::Request jazzcash_message(const std::string& body, const std::string& salt);

}  // namespace vitrine::test
