#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "io/web/client.h"
#include "simulators/framework/faults.h"

namespace vitrine::simulators {

struct WebhookOptions {
    std::string url;               ///< empty: nothing is sent
    std::string secret;
    int first_retry_ms = 1'000;    ///< doubled after each failure
    int attempts = 8;
    int reorder_wait_ms = 3'000;   ///< how long a reordered one waits for another to overtake it
};

/// One thing to tell. `type` names it for the fault rules.
struct Webhook {
    std::string type;
    std::string body;
    std::string query = {};          ///< not empty: told with a GET that has this query and no body
    std::string forged_query = {};   ///< what goes there instead under bad_signature
};

/// Sends webhooks to one address, each until a 2xx answer, with the faults that are asked for under "webhooks.<type>". One loop's.
class WebhookSender {
public:
    /// Headers of one attempt, signature included.
    using Sign = std::function<shape::Fields(const std::string& secret, const std::string& body)>;

    /// The body as it is sent, for providers that sign inside it.
    using Seal = std::string (*)(const std::string& secret, const std::string& body);

    WebhookSender(Loop& loop, web::Client& web, FaultBook& faults, WebhookOptions options, Sign sign, Seal seal = nullptr);
    void send(Webhook webhook);
    const WebhookOptions& options() const;
    void aim(std::string url, std::string secret);  ///< from now on there

    struct Sent {
        std::string type;
        int attempt = 1, status = 0;
    };
    const std::deque<Sent>& log() const;            ///< the last 200 attempts

private:
    struct Inner;
    std::shared_ptr<Inner> inner_;
};

}  // namespace vitrine::simulators
