#include "simulators/program.h"

#include <boost/asio.hpp>

#include <csignal>

#include "io/http/server.h"
#include "io/telemetry/log.h"
#include "simulators/stripe/service.h"

namespace vitrine::simulators {
namespace {

/// Simulators have no stores and no users.
Task<Result<Ctx>> let_in(void*, const http::Request& request, const http::Route&) {
    Ctx ctx;
    ctx.now = clock_now();
    ctx.request_id = request.request_id;
    co_return ctx;
}

}  // namespace

void run(const ProgramOptions& options) {
    Loop loop;
    web::Client web(loop);
    stripe::Stripe stripe(loop, web, options.seed, options.stripe_webhooks);
    stripe.hold_ms = options.hold_ms;
    http::Router router(stripe::routes());
    http::ServerOptions server_options{.address = options.address, .port = options.stripe_port};
    http::Server server(loop, router, &stripe, &let_in, server_options);
    server.listen();
    log::info("simulate.ready", {{"service", "stripe"}, {"port", std::to_string(server.port())}, {"webhooks_to", options.stripe_webhooks.url}});
    boost::asio::signal_set signals(loop.context(), SIGINT, SIGTERM);
    signals.async_wait([&](auto, int) { loop.stop(); });
    loop.run();
}

}  // namespace vitrine::simulators
