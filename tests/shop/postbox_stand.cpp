#include "tests/shop/postbox_stand.h"

namespace vitrine::test {

PostboxStand::PostboxStand(Shop& shop) : it(shop.floor.loop, shop.web, 1, "token"), shop_(shop) {
    it.hold_ms = 1;
    smtp_ = std::make_unique<simulators::postbox::SmtpServer>(it, "127.0.0.1", 0);
    router_ = std::make_unique<http::Router>(simulators::postbox::routes());
    auto gate = [](void*, const http::Request&, const http::Route&) -> Task<Result<Ctx>> { co_return Ctx{.now = clock_now()}; };
    server_ = std::make_unique<http::Server>(shop.floor.loop, *router_, &it, gate, http::ServerOptions{.port = 0, .access_log = false});
    server_->listen();
    shop.config.gateway_settings["smtp_url"] = "smtp://127.0.0.1:" + std::to_string(smtp_->port());
    shop.config.gateway_settings["sms_url"] = "http://127.0.0.1:" + std::to_string(server_->port());
    shop.config.gateway_settings["sms_token"] = "token";
}

PostboxStand::~PostboxStand() {
    shop_.run([](http::Server& server) -> Task<bool> {
        co_await server.drain(2s);
        co_return true;
    }(*server_));
    smtp_.reset();
    run(shop_.floor.loop, sleep_for(5ms));  // for what the end has cancelled
}

std::vector<simulators::postbox::Mail> PostboxStand::mails(std::string_view to, std::string_view in_subject) const {
    std::vector<simulators::postbox::Mail> out;
    for (const auto& mail : it.mails)
        if (mail.envelope_to == to && !mail.is_repeat && mail.message.subject.find(in_subject) != std::string::npos) out.push_back(mail);
    return out;
}

}  // namespace vitrine::test
