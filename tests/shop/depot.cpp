#include "tests/shop/depot.h"

#include "modules/fulfilment/module.h"
#include "modules/fulfilment/steps.h"
#include "modules/shipping/couriers/leopards_read.h"
#include "modules/shipping/couriers/shiprocket_call.h"
#include "modules/shipping/couriers/tcs_call.h"

namespace vitrine::test {
namespace {

/// The handler of a route, called as the server would, behind the gate.
Task<http::Response> call_route(App& app, Ctx ctx, const http::Request& request) {
    http::Routes<App> routes;
    fulfilment::module().routes(routes);
    auto all = routes.take();
    auto route = std::ranges::find(all, "/webhooks/parcels/{courier}", &http::Route::pattern);
    auto routed = request;
    routed.path_parameters = {{"courier", request.path.substr(std::string_view("/webhooks/parcels/").size())}};
    auto work = route->run(&app, std::move(ctx), routed);
    co_return co_await std::move(work);
}

}  // namespace

Depot::Depot(std::string wanted) : courier(std::move(wanted)) {
    forget_logins();
    auto& settings = shop.config.gateway_settings;
    auto clock = [this] { return clock_now() + ahead; };
    std::map<std::string, std::string> of_store;
    if (courier == "shiprocket") {
        shiprocket = std::make_unique<ProviderStand<simulators::shiprocket::Shiprocket>>(shop.floor.loop, shop.web, simulators::shiprocket::routes(), simulators::shiprocket::Keys{}, simulators::WebhookOptions{});
        shiprocket->it.clock = clock;
        settings = {{"shiprocket_api", shiprocket->url() + "/v1/external"}, {"shiprocket_email", shiprocket->it.keys.email}, {"shiprocket_password", shiprocket->it.keys.password}, {"shiprocket_webhook_token", std::string(webhook_token)}};
        of_store["shiprocket_pickup_location"] = "Farm";
    } else if (courier == "leopards") {
        leopards = std::make_unique<ProviderStand<simulators::leopards::Leopards>>(shop.floor.loop, shop.web, simulators::leopards::routes(), simulators::leopards::Keys{}, simulators::WebhookOptions{});
        leopards->it.clock = clock;
        leopards->it.base = leopards->url();
        settings = {{"leopards_api", leopards->url() + "/api"}, {"leopards_api_key", leopards->it.keys.api_key}, {"leopards_api_password", leopards->it.keys.api_password}, {"leopards_webhook_token", std::string(webhook_token)}};
    } else {
        tcs = std::make_unique<ProviderStand<simulators::tcs::Tcs>>(shop.floor.loop, shop.web, simulators::tcs::routes(), simulators::tcs::Keys{});
        tcs->it.clock = clock;
        const auto& keys = tcs->it.keys;
        settings = {{"tcs_api", tcs->url()}, {"tcs_client_id", keys.client_id}, {"tcs_client_secret", keys.client_secret}, {"tcs_username", keys.username}, {"tcs_password", keys.password}};
        of_store = {{"tcs_account", keys.account}, {"tcs_cost_center", keys.cost_center}, {"tcs_shipper_address", "12 Mall Road"}, {"tcs_shipper_city", "Lahore"}, {"tcs_shipper_mobile", "03001234567"}};
    }
    bool is_india = courier == "shiprocket";
    auto currency = *Currency::parse(is_india ? "INR" : "PKR");
    open_store(currency, is_india ? "IN" : "PK");
    shipping::Tables tables{.dispatch = shipping::Dispatch{.courier = courier, .settings = of_store, .origin_postal_code = is_india ? "307001" : "54000"}};
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        shipping::save_tables(tx, tables);
        co_return true;
    };
    shop.run(shop.floor.db.transaction(shop.ctx, body));
    jar = shop.article("JAR-1", {50'000, currency}, 100);
    shop.snapshots->catalog->variants[jar].weight_grams = 455;
}
Depot::~Depot() = default;

void Depot::open_store(Currency currency, const std::string& country) {
    auto store = *shop.directory->by_id(shop.ctx.store);
    store.currency = currency;
    store.country = country;
    store.shipping = {.flat_fee = {4'900, currency}, .free_from = Money{99'900, currency}, .countries = {country}};
    store.payment_methods = {"bank_transfer", "cash_on_delivery"};
    store.payment_settings = {{{"cash_on_delivery_most", "50000.00"}, {"cash_on_delivery_countries", country}}};
    shop.run(stores::save_store(shop.floor.db, shop.floor.worker_db, store));
    shop.run(shop.directory->refresh(shop.floor.worker_db));
}

carts::Address Depot::home() const {
    bool is_india = courier == "shiprocket";
    carts::Address out{.name = *Text<1, 120>::parse("Ayesha Khan"), .line1 = *Text<1, 160>::parse("12 Mall Road"), .city = *Text<1, 80>::parse(is_india ? "Mumbai" : "Karachi"), .country = *CountryCode::parse(is_india ? "IN" : "PK")};
    out.state = Text<1, 80>::parse(is_india ? "Maharashtra" : "Sindh");
    out.postal_code = Text<1, 16>::parse(is_india ? "400001" : "74000");
    out.phone = Phone::parse(is_india ? "+91 98765 43210" : "+92 300 1234567");
    return out;
}

Ctx Depot::now() const {
    auto ctx = shop.ctx;
    ctx.now = clock_now() + ahead;
    return ctx;
}
Ctx Depot::staff() const {
    auto ctx = now();
    ctx.role = Role::staff;
    return ctx;
}

orders::OrderView Depot::placed_order(std::int64_t quantity, std::string method) {
    auto make = [&]() -> Task<Shop::Cart> {
        auto made = co_await carts::create(shop.app, now(), {});
        Shop::Cart cart{made->id, {*made->token}, {}, 1};
        auto added = co_await carts::add_line(shop.app, now(), cart.id, cart.access, {jar, {quantity}, {}});
        if (!added) throw std::runtime_error(added.error().code);
        auto ready = co_await carts::set_addresses(shop.app, now(), cart.id, cart.access, {*Email::parse("ayesha@example.com"), home(), {}, {}});
        if (!ready) throw std::runtime_error(ready.error().code);
        auto quote = co_await orders::quote(shop.app, now(), cart.id, cart.access, method);
        if (!quote) throw std::runtime_error(quote.error().code);
        cart.total = quote->total;
        co_return cart;
    };
    auto attempt = shop.place(shop.run(make()), "order " + std::to_string(++next_cart_), method);
    if (!attempt.result) throw std::runtime_error(attempt.refusal());
    auto order = attempt.order();
    order.token.reset();
    if (method == "cash_on_delivery") work();
    return order;
}

void Depot::pay(const orders::OrderView& order) {
    auto paid = shop.run(payments::mark_paid(shop.app, staff(), order.payment, order.payable, "seen in the bank"));
    if (!paid) throw std::runtime_error(paid.error().code);
    work();
}

orders::OrderView Depot::paid_order(std::int64_t quantity) {
    auto order = placed_order(quantity);
    pay(order);
    return order;
}

void Depot::work(Duration later) {
    ahead += later;
    shop.run_due_jobs(clock_now() + ahead);
}
void Depot::let_pass(Duration hop, int hops) {
    for (int n = 0; n < hops; ++n) work(hop);
}

std::vector<fulfilment::ParcelView> Depot::parcels(orders::OrderId order) {
    std::vector<fulfilment::ParcelView> out;
    for (const auto& row : shop.run(shop.floor.db.read(now(), fulfilment::sql::parcels_of_order(order)))) out.push_back(*shop.run(fulfilment::show(shop.app, now(), row.id)));
    return out;
}

fulfilment::ParcelView Depot::parcel(const orders::OrderView& order) {
    auto all = parcels(order.id);
    std::erase_if(all, [](const auto& one) { return one.state == fulfilment::State::cancelled; });
    if (all.size() != 1) throw std::logic_error("the order has " + std::to_string(all.size()) + " parcels");
    return all.front();
}

std::string Depot::order_state(const orders::OrderView& order) { return std::string(shape_name(shop.run(orders::view(shop.app, staff(), order.id, {}))->state)); }

payments::State Depot::payment_state(const orders::OrderView& order) { return shop.run(payments::of_order(shop.app, now(), order.id.text())).front().state; }

simulators::ParcelBook& Depot::book() {
    return *at_courier([](auto& it) { return &it.parcels; });
}

std::int64_t Depot::alive() const {
    return at_courier([](auto& it) { return std::ranges::count_if(it.parcels.all(), [](const auto& parcel) { return !parcel->is_cancelled; }); });
}

void Depot::happen(What what, std::int64_t minutes) {
    static const std::map<std::string, std::vector<std::string>> codes{{"shiprocket", {"42", "18", "17", "21", "7", "9", "10", "99"}}, {"leopards", {"SP", "AR", "AC", "PN1", "DV", "RO", "RS", "ZZ"}}, {"tcs", {"1", "2", "3", "5", "4", "6", "7", "9"}}};
    auto code = codes.at(courier)[size_t(what)];
    const auto& newest = book().all().back()->awb;
    bool is_known = at_courier([&](auto& it) { return it.happen(newest, {.code = code, .words = {}, .place = {}, .minutes = minutes, .silent = {}}); });
    if (!is_known) throw std::logic_error("nothing can happen to a parcel without a waybill");
}

void Depot::fault(const std::string& call, simulators::FaultKind kind, int status, std::int64_t times) {
    at_courier([&](auto& it) { it.faults.add({.call = call, .kind = kind, .times = times, .delay_ms = {}, .status = status}); return 0; });
}

void Depot::forget_logins() {
    shipping::providers::forget_shiprocket_tokens();
    shipping::providers::forget_leopards_cities();
    shipping::providers::forget_tcs_tokens();
}

std::vector<std::string> Depot::steps() const {
    if (shiprocket) return {"auth.login", "orders.create", "assign", "pickup", "label"};
    if (leopards) return {"getAllCities", "bookPacket"};
    return {"auth", "authentication", "cities", "book", "label"};
}

http::Request Depot::message() {
    auto name = shiprocket ? "aggregator" : "leopards";
    const auto& told = shiprocket ? shiprocket->told : leopards->told;
    http::Request request{.method = http::Method::post, .path = std::string("/webhooks/parcels/") + name, .body = told.back().body};
    request.headers = {{"x-api-key", std::string(webhook_token)}, {"content-type", "application/json"}, {"host", "test.localhost"}};
    return request;
}

int Depot::post(http::Request request) { return shop.run(call_route(shop.app, now(), request)).status; }

}  // namespace vitrine::test
