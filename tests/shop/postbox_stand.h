#pragma once
#include "io/http/server.h"
#include "simulators/postbox/smtp.h"
#include "tests/shop/shop.h"

namespace vitrine::test {

/// The simulated mail server and SMS provider on a shop's own loop; the shop is told of them.
class PostboxStand {
public:
    explicit PostboxStand(Shop& shop);
    ~PostboxStand();

    simulators::postbox::Postbox it;
    /// Mails to this address whose subject has this in it, each once however often it was handed over.
    std::vector<simulators::postbox::Mail> mails(std::string_view to, std::string_view in_subject = {}) const;
    void fault(std::string call, simulators::FaultKind kind, std::optional<std::int64_t> status = {}, std::int64_t times = 1) { it.faults.add({std::move(call), kind, times, {}, status, {}}); }

private:
    Shop& shop_;
    std::unique_ptr<simulators::postbox::SmtpServer> smtp_;
    std::unique_ptr<http::Router> router_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace vitrine::test
