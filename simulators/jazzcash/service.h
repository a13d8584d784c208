#pragma once
#include "io/http/routes.h"
#include "simulators/framework/service.h"
#include "simulators/jazzcash/account.h"

namespace vitrine::simulators::jazzcash {

/// The whole of the simulated JazzCash on one loop: hosted page, wallet, inquiry, refunds, notifications, and a phone that shows what waits for its owner.
struct Jazzcash : Service {
    Jazzcash(Loop& loop, web::Client& web, std::uint64_t seed, Keys keys, WebhookOptions notifications);
    std::string state_json() const override;

    std::function<void(const Webhook&)> heard;   ///< told of every notification before it is signed and sent; may be empty
    Account account;
};

/// A notification's bytes as they are sent: signed inside.
std::string sealed(const std::string& salt, const std::string& body);

/// Its routes: JazzCash's own paths, `/_browser/…` (the page's buttons, `/_browser/phone`), and the control API, which also decides transactions
/// (`POST /_control/transactions/{reference}` {"code": "000"}). Calls for fault rules: "page.open", "wallet.pay", "inquiry", "refund.wallet", "refund.card";
/// "transactions.end" and "refunds" for what banks decide; "webhooks.notification".
std::vector<http::Route> routes();

http::Response payment_page(const Account& account, const Transaction& transaction);
/// The page that posts a result back to the shop.
http::Response back_page(const std::string& return_url, const shape::Fields& result, std::string_view heading);
/// What is wrong with a form that was brought here.
http::Response refusal_page(const Failure& failure);
/// The phones of all buyers: what waits for a PIN.
http::Response phone_page(Account& account);
http::Response left_page();
http::Response style_sheet();

}  // namespace vitrine::simulators::jazzcash
