#include "tests/shop/preset_shop.h"

#include <cstdlib>
#include <fstream>

#include <unistd.h>

#include "app/preset.h"
#include "modules/orders/cancel.h"
#include "modules/stock/api.h"

namespace vitrine::test {
namespace {

template <class T>
T known(const std::string& text) {
    auto value = T::parse(text);
    if (!value) throw std::logic_error("'" + text + "' does not fit");
    return *value;
}

/// What a program prints when it is given the file.
std::string printed(const std::string& command, const std::string& bytes, const std::string& arguments) {
    char name[] = "/tmp/vitrine-print-XXXXXX";
    int file = mkstemp(name);
    if (file < 0 || write(file, bytes.data(), bytes.size()) != ssize_t(bytes.size())) throw std::runtime_error("no place for a print");
    close(file);
    auto line = command + " " + name + " " + arguments + " 2>&1";
    std::string out;
    auto* pipe = popen(line.c_str(), "r");
    char block[4096];
    while (auto count = fread(block, 1, sizeof block, pipe)) out.append(block, count);
    auto status = pclose(pipe);
    std::filesystem::remove(name);
    if (status != 0) throw std::runtime_error(command + ": " + out);
    return out;
}

}  // namespace

PresetShop::PresetShop(const std::string& name) {
    auto preset = app::read_preset("presets/" + name);
    auto store = preset.store;
    store.slug = "test";
    store.host = "test.localhost";
    store.is_default = true;
    shop.run(stores::save_store(shop.floor.db, shop.floor.worker_db, store));
    shop.run(shop.directory->refresh(shop.floor.worker_db));
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        taxes::save_tables(tx, *preset.taxes);
        co_return true;
    };
    shop.run(shop.floor.db.transaction(shop.ctx, body));
    shop.app.rulebook = std::make_shared<quotes::Rulebook>();
    shop.run(shop.app.rulebook->refresh(shop.floor.db, shop.ctx, *shop.directory->by_id(shop.ctx.store)));
    shop.run(documents::seed(shop.floor.db, shop.ctx, *preset.documents));
}

carts::Address PresetShop::address(const std::string& name, const std::string& city, const std::string& country, const std::string& state, const std::string& line1) {
    carts::Address out{.name = known<Text<1, 120>>(name), .line1 = known<Text<1, 160>>(line1), .city = known<Text<1, 80>>(city), .country = known<CountryCode>(country)};
    if (!state.empty()) out.state = known<Text<1, 80>>(state);
    return out;
}

Shop::Cart PresetShop::cart(const std::vector<Goods>& goods, const carts::Address& ship_to, std::optional<carts::Address> bill_to) {
    auto currency = shop.directory->by_id(shop.ctx.store)->currency;
    std::optional<Shop::Cart> cart;
    auto made = shop.run(carts::create(shop.app, shop.ctx, {}));
    cart = Shop::Cart{made->id, {*made->token}, {}, 1};
    for (const auto& each : goods) {
        auto sku = "SKU-" + std::to_string(++articles);
        auto variant = shop.article(sku, {each.price_minor, currency}, 10'000);
        shop.snapshots->catalog->variants[variant].title = each.title;
        auto added = shop.run(carts::add_line(shop.app, shop.ctx, cart->id, cart->access, {variant, {each.quantity}, {}}));
        if (!added) throw std::runtime_error(added.error().code);
    }
    carts::Addresses addresses{known<Email>("buyer@example.com"), ship_to, std::move(bill_to), {}};
    auto ready = shop.run(carts::set_addresses(shop.app, shop.ctx, cart->id, cart->access, addresses));
    if (!ready) throw std::runtime_error(ready.error().code);
    cart->version = ready->version;
    cart->total = shop.run(orders::quote(shop.app, shop.ctx, cart->id, cart->access))->total;
    return *cart;
}

orders::OrderView PresetShop::placed(const Shop::Cart& cart) {
    auto attempt = shop.place(cart);
    if (!attempt.result) throw std::runtime_error(attempt.refusal() + " " + attempt.result.error().detail);
    return attempt.order();
}

orders::OrderView PresetShop::paid(const Shop::Cart& cart) {
    auto order = placed(cart);
    auto marked = shop.run(payments::mark_paid(shop.app, staff(), order.payment, order.payable, "statement"));
    if (!marked) throw std::runtime_error(marked.error().code);
    shop.run_due_jobs();
    return order;
}

void PresetShop::move(orders::OrderId id, const std::string& verb) {
    auto moved = shop.run(orders::move(shop.app, staff(), id, verb, ""));
    if (!moved) throw std::runtime_error(moved.error().code + " " + moved.error().detail);
    shop.run_due_jobs();
}

void PresetShop::call_off(orders::OrderId id) {
    auto called = shop.run(orders::call_off(shop.app, staff(), id, "never came to the door"));
    if (!called) throw std::runtime_error(called.error().code + " " + called.error().detail);
    shop.run_due_jobs();
}

Ctx PresetShop::staff() const {
    auto ctx = shop.ctx;
    ctx.now = clock_now();
    ctx.role = Role::staff;
    ctx.actor = "key_test";
    return ctx;
}

std::int64_t PresetShop::account(const std::string& name) { return shop.count("select coalesce(sum(minor), 0)::bigint from ledger.lines where account = '" + name + "'"); }

std::string text_of_pdf(const std::string& bytes) { return printed("pdftotext -layout", bytes, "-"); }
std::string fonts_of_pdf(const std::string& bytes) { return printed("pdffonts", bytes, ""); }

void keep_print(const std::string& name, const std::string& bytes) {
    const auto* folder = std::getenv("VITRINE_KEEP_PRINTS");
    if (folder) std::ofstream(std::string(folder) + "/" + name + ".pdf", std::ios::binary) << bytes;
}

}  // namespace vitrine::test
