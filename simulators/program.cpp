#include "simulators/program.h"

#include <boost/asio.hpp>

#include <csignal>

#include "io/http/server.h"
#include "io/telemetry/log.h"
#include "simulators/easypaisa/service.h"
#include "simulators/jazzcash/service.h"
#include "simulators/postbox/smtp.h"
#include "simulators/razorpay/service.h"
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

/// A courier that listens: its server and what it answers with.
template <class Courier>
struct Listening {
    Listening(Courier& courier, Loop& loop, const ProgramOptions& options, unsigned short port, std::vector<http::Route> routes)
        : router(std::move(routes)), server(loop, router, &courier, &let_in, {.address = options.address, .port = port}) {
        courier.hold_ms = options.hold_ms;
        server.listen();
        if constexpr (requires { courier.base; }) courier.base = "http://" + options.address + ":" + std::to_string(server.port());
        log::info("simulate.ready", {{"service", courier.name}, {"port", std::to_string(server.port())}, {"webhooks_to", courier.webhooks.options().url}});
    }
    http::Router router;
    http::Server server;
};

/// Ends what is under way at the servers before the loop goes, or nobody would ever end it.
Task<void> close(Loop& loop, std::vector<http::Server*> servers) {
    constexpr auto patience = std::chrono::milliseconds(100);
    for (auto* server : servers) co_await server->drain(patience);
    loop.post([&loop] { loop.stop(); });  // behind what closing leaves to be done
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

    razorpay::Razorpay razorpay(loop, web, options.seed, {options.razorpay_key_id, options.razorpay_key_secret}, options.razorpay_webhooks);
    razorpay.hold_ms = options.hold_ms;
    http::Router razorpay_router(razorpay::routes());
    http::Server razorpay_server(loop, razorpay_router, &razorpay, &let_in, {.address = options.address, .port = options.razorpay_port});
    razorpay_server.listen();
    log::info("simulate.ready", {{"service", "razorpay"}, {"port", std::to_string(razorpay_server.port())}, {"webhooks_to", options.razorpay_webhooks.url}});

    jazzcash::Keys keys{options.jazzcash_merchant_id, options.jazzcash_password, options.jazzcash_salt, {}, options.jazzcash_merchant_mpin};
    jazzcash::Jazzcash jazzcash(loop, web, options.seed, std::move(keys), options.jazzcash_notifications);
    jazzcash.hold_ms = options.hold_ms;
    http::Router jazzcash_router(jazzcash::routes());
    http::Server jazzcash_server(loop, jazzcash_router, &jazzcash, &let_in, {.address = options.address, .port = options.jazzcash_port});
    jazzcash_server.listen();
    log::info("simulate.ready", {{"service", "jazzcash"}, {"port", std::to_string(jazzcash_server.port())}, {"webhooks_to", options.jazzcash_notifications.url}});
    easypaisa::Easypaisa easypaisa(loop, web, options.seed, options.easypaisa_keys, options.easypaisa_webhooks);
    easypaisa.hold_ms = options.hold_ms;
    http::Router easypaisa_router(easypaisa::routes());
    http::Server easypaisa_server(loop, easypaisa_router, &easypaisa, &let_in, {.address = options.address, .port = options.easypaisa_port});
    easypaisa_server.listen();
    easypaisa.base = "http://" + options.address + ":" + std::to_string(easypaisa_server.port());
    log::info("simulate.ready", {{"service", "easypaisa"}, {"port", std::to_string(easypaisa_server.port())}, {"webhooks_to", options.easypaisa_webhooks.url}});
    shiprocket::Shiprocket shiprocket(loop, web, options.seed, options.shiprocket_keys, options.shiprocket_webhooks);
    Listening shiprocket_listens(shiprocket, loop, options, options.shiprocket_port, shiprocket::routes());
    leopards::Leopards leopards(loop, web, options.seed, options.leopards_keys, options.leopards_webhooks);
    Listening leopards_listens(leopards, loop, options, options.leopards_port, leopards::routes());
    tcs::Tcs tcs(loop, web, options.seed, options.tcs_keys);
    Listening tcs_listens(tcs, loop, options, options.tcs_port, tcs::routes());
    suppliers::House north(loop, web, "north", options.seed, options.supplier_key), south(loop, web, "south", options.seed, options.supplier_key);
    Listening north_listens(north, loop, options, options.north_port, suppliers::routes());
    Listening south_listens(south, loop, options, options.south_port, suppliers::routes());
    google::Google google(loop, web, options.seed, options.google_keys);
    Listening google_listens(google, loop, options, options.google_port, google::routes());
    postbox::Postbox postbox(loop, web, options.seed, options.sms_token);
    postbox.hold_ms = options.hold_ms;
    http::Router postbox_router(postbox::routes());
    http::Server postbox_server(loop, postbox_router, &postbox, &let_in, {.address = options.address, .port = options.postbox_port});
    postbox_server.listen();
    postbox::SmtpServer smtp(postbox, options.address, options.smtp_port);
    log::info("simulate.ready", {{"service", "postbox"}, {"port", std::to_string(postbox_server.port())}, {"smtp", std::to_string(smtp.port())}});
    boost::asio::signal_set signals(loop.context(), SIGINT, SIGTERM);
    std::vector<http::Server*> servers{&server, &razorpay_server, &jazzcash_server, &easypaisa_server, &shiprocket_listens.server, &leopards_listens.server, &tcs_listens.server, &north_listens.server, &south_listens.server, &postbox_server};
    signals.async_wait([&](auto, int) { loop.spawn(close(loop, servers)); });
    loop.run();
}

}  // namespace vitrine::simulators
