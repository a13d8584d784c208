#include "tests/shop/supplier_stand.h"

namespace vitrine::test {

Task<Result<http::Response>> SupplierStand::give(SupplierStand& stand, Ctx, const http::Request& request) {
    auto path = std::string(request.path);
    auto name = path.substr(path.rfind('/') + 1);
    ++stand.asked[name];
    stand.authorization = request.header("authorization");
    auto& answers = stand.answers[name];
    int status = 200;
    if (!answers.empty()) {
        status = answers.front();
        answers.pop_front();
    }
    http::Response response{status, {}, status == 200 ? stand.files[name] : std::string("no")};
    if (!stand.retry_after.empty()) response.set("Retry-After", stand.retry_after);
    co_return response;
}

SupplierStand::SupplierStand(Shop& shop) : shop_(shop) {
    http::Routes<SupplierStand> routes;
    http::RouteOptions options{.access = http::Access::signature, .needs_store = false};
    routes.get("/feeds/{file}", &give, options);
    router_ = std::make_unique<http::Router>(routes.take());
    auto gate = [](void*, const http::Request&, const http::Route&) -> Task<Result<Ctx>> { co_return Ctx{.now = clock_now()}; };
    server_ = std::make_unique<http::Server>(shop.floor.loop, *router_, this, gate, http::ServerOptions{.port = 0, .access_log = false});
    server_->listen();
}

SupplierStand::~SupplierStand() {
    run(shop_.floor.loop, server_->drain(2s));
    run(shop_.floor.loop, sleep_for(5ms));
}

}  // namespace vitrine::test
