#include "tests/shop/hook_stand.h"

namespace vitrine::test {

Task<Result<http::Response>> HookStand::take(HookStand& stand, Ctx, const http::Request& request) {
    stand.told.push_back({request.body, std::string(request.header("webhook-id")), std::string(request.header("webhook-timestamp")), std::string(request.header("webhook-signature"))});
    int status = 200;
    if (!stand.answers.empty()) {
        status = stand.answers.front();
        stand.answers.pop_front();
    }
    http::Response response{status, {}, std::string("answered by the stand")};
    if (status / 100 == 3) response.set("Location", stand.location);
    co_return response;
}

Task<Result<http::Response>> HookStand::follow(HookStand& stand, Ctx) {
    ++stand.elsewhere;
    co_return http::Response{200, {}, std::string()};
}

HookStand::HookStand(Shop& shop) : shop_(shop) {
    http::Routes<HookStand> routes;
    http::RouteOptions options{.access = http::Access::signature, .needs_store = false};
    routes.post("/hook", &take, options);
    routes.post("/elsewhere", &follow, options);
    routes.get("/elsewhere", &follow, options);
    router_ = std::make_unique<http::Router>(routes.take());
    auto gate = [](void*, const http::Request&, const http::Route&) -> Task<Result<Ctx>> { co_return Ctx{.now = clock_now()}; };
    server_ = std::make_unique<http::Server>(shop.floor.loop, *router_, this, gate, http::ServerOptions{.port = 0, .access_log = false});
    server_->listen();
    location = "http://127.0.0.1:" + std::to_string(server_->port()) + "/elsewhere";
}

HookStand::~HookStand() {
    run(shop_.floor.loop, server_->drain(2s));
    run(shop_.floor.loop, sleep_for(5ms));
}

}  // namespace vitrine::test
