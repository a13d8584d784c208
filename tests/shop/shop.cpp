#include "tests/shop/shop.h"

#include "io/pg/session.h"
#include "modules/stock/api.h"
#include "tests/shop/plugs.h"

namespace vitrine::test {
namespace {

stores::Store test_store() {
    auto pkr = *Currency::parse("PKR");
    stores::Store store;
    store.slug = "test";
    store.name = "Test";
    store.host = "test.localhost";
    store.currency = pkr;
    store.country = "PK";
    store.language = "en-PK";
    store.time_zone = "Asia/Karachi";
    store.contact_email = "help@example.com";
    store.shipping = {.flat_fee = {20'000, pkr}, .free_from = Money{500'000, pkr}, .countries = {"PK"}};
    store.bank = {"Test Bank", "Test Shop", "0001", "PK00TEST0000000000000001"};
    store.payment_methods = {"stripe", "bank_transfer"};
    store.is_default = true;
    return store;
}

carts::Addresses addresses() {
    carts::Address home{.name = *Text<1, 120>::parse("Ayesha Khan"), .line1 = *Text<1, 160>::parse("12 Mall Road"), .city = *Text<1, 80>::parse("Lahore"),
                        .country = *CountryCode::parse("PK")};
    return {*Email::parse("ayesha@example.com"), home, {}, {}};
}

}  // namespace

Shop::Shop(int connections)
    : floor(database, connections), web(floor.loop), app{floor.loop, floor.db, web, config, directory, snapshots, nullptr} {
    plug_modules_once();
    config.master_key = "test-master-key";
    ctx = ctx_of(run(stores::save_store(floor.db, floor.worker_db, test_store())));
    run(directory->refresh(floor.worker_db));
}
Shop::~Shop() = default;

catalog::VariantId Shop::article(std::string sku, Money price, std::int64_t on_hand) {
    auto id = catalog::VariantId::next(ctx.now);
    snapshots->catalog->variants[id] = {.product = catalog::ProductId::next(ctx.now), .variant = id, .slug = lower_ascii(sku), .title = sku, .sku = sku, .price = price, .available = on_hand};
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        stock::set_on_hand(tx, {id}, {on_hand}, "test");
        co_return true;
    };
    run(floor.db.transaction(ctx, body));
    return id;
}

void Shop::set_price(catalog::VariantId variant, Money price) { snapshots->catalog->variants[variant].price = price; }

Task<Shop::Cart> Shop::open_cart(std::vector<std::pair<catalog::VariantId, std::int64_t>> items) {
    auto made = co_await carts::create(app, ctx, {});
    Cart cart{made->id, {*made->token}, {}, 1};
    for (auto [variant, quantity] : items) {
        auto added = co_await carts::add_line(app, ctx, cart.id, cart.access, {variant, {quantity}, {}});
        if (!added) throw std::runtime_error(added.error().code);
    }
    auto ready = co_await carts::set_addresses(app, ctx, cart.id, cart.access, addresses());
    cart.version = ready->version;
    auto quote = co_await orders::quote(app, ctx, cart.id, cart.access);
    cart.total = quote->total;
    co_return cart;
}

Task<Shop::Attempt> Shop::try_to_place(Cart cart, std::string key, std::string method) {
    auto now = ctx;
    now.now = clock_now();
    auto placed = co_await orders::place(app, now, cart.access, std::move(key), {cart.id, {}, std::move(method), cart.total, {}});
    co_return Attempt{std::move(placed)};
}

Shop::Attempt Shop::place(const Cart& cart, std::string key, std::string method) { return run(try_to_place(cart, key.empty() ? cart.id.text() : std::move(key), std::move(method))); }

void Shop::run_due_jobs(Instant now) {
    jobs::Worker worker(floor.loop, floor.worker_db, floor.db, database.worker(), jobs::Registry::global(), &app);
    run(worker.run_due(now));
}

std::int64_t Shop::available(catalog::VariantId variant) { return run(floor.db.read(ctx, stock::available({variant}))).at(0).available; }

std::int64_t Shop::count(const std::string& sql) {
    pg::Statement statement{"test.count", sql, {}, "a test", nullptr};
    pg::Session session(database.owner());
    return session.ask(pg::Query<std::int64_t>{&statement, {}, &pg::decode_one<std::int64_t>});
}

}  // namespace vitrine::test
