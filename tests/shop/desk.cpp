#include "tests/shop/desk.h"

#include "app/modules.h"
#include "modules/prices/api.h"
#include "modules/stock/api.h"
#include "tests/shop/plugs.h"

namespace vitrine::test {
namespace {

stores::Store store_named(std::string slug, Currency currency) {
    stores::Store store;
    store.slug = slug;
    store.name = "Test";
    store.host = slug + ".localhost";
    store.currency = currency;
    store.country = "PK";
    store.language = "en-PK";
    store.time_zone = "Asia/Karachi";
    store.contact_email = "help@example.com";
    store.shipping = {.flat_fee = {20'000, currency}, .free_from = {}, .countries = {"PK"}};
    store.bank = {"Test Bank", "Test Shop", "0001", "PK00TEST0000000000000001"};
    store.payment_methods = {"bank_transfer"};
    store.is_default = true;
    return store;
}

/// Takes in what a stream of events sends, as it stands on the wire.
class Collected final : public http::EventSink {
public:
    Task<bool> send(std::string_view event, std::string_view data, std::string_view id) override {
        text += "id: " + std::string(id) + "\nevent: " + std::string(event) + "\ndata: " + std::string(data) + "\n\n";
        co_return true;
    }
    std::string text;
};

std::string body_of(const http::Response& response) {
    if (const auto* text = std::get_if<std::string>(&response.body)) return *text;
    if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&response.body)) return **shared;
    if (const auto* cached = std::get_if<std::shared_ptr<const http::CachedAnswer>>(&response.body)) return (*cached)->body;
    return {};
}

}  // namespace

std::string Reply::header(std::string_view name) const {
    for (const auto& [key, value] : headers)
        if (key == name) return value;
    return {};
}

std::string Reply::code() const { return status >= 400 ? text("/code") : ""; }

std::vector<std::string> Reply::faults() const {
    std::vector<std::string> out;
    auto value = json();
    if (const auto* errors = value.as_object().if_contains("errors"))
        for (const auto& error : errors->as_array()) out.push_back(std::string(error.at("pointer").as_string()) + " " + std::string(error.at("code").as_string()));
    return out;
}

std::string Reply::text(std::string_view pointer) const {
    auto value = json();
    boost::json::error_code error;
    const auto* found = value.find_pointer(pointer, error);
    if (!found) throw std::runtime_error("no " + std::string(pointer) + " in " + body);
    return found->is_string() ? std::string(found->as_string()) : boost::json::serialize(*found);
}

std::int64_t Reply::number(std::string_view pointer) const { return std::stoll(text(pointer)); }

Desk::Desk(std::string slug, std::string currency_code)
    : web(floor.loop), app{floor.loop, floor.db, web, config, directory, snapshots, nullptr}, currency(*Currency::parse(currency_code)) {
    plug_modules_once();
    config.master_key = "test-master-key";
    ctx = ctx_of(run(stores::save_store(floor.db, floor.worker_db, store_named(std::move(slug), currency))));
    ctx.role = Role::staff;
    run(directory->refresh(floor.worker_db));
    app.caught_up = [this](Duration limit) { return snapshots->caught_up(limit * 30); };
    run(snapshots->start(floor.loop, database.worker(), database.app()));
    http::Routes<App> collected;
    for (const auto& module : app::modules())
        if (module.routes) module.routes(collected);
    router_ = std::make_unique<http::Router>(collected.take());
}
Desk::~Desk() { run(snapshots->stop()); }

Task<Reply> Desk::ask(http::Method method, std::string target, std::string body, shape::Fields headers) {
    http::Request request{.method = method, .target = target, .path = target.substr(0, target.find('?')), .headers = std::move(headers), .body = std::move(body)};
    if (auto mark = target.find('?'); mark != std::string::npos) request.query = *http::parse_form(target.substr(mark + 1));
    request.headers.emplace_back("host", "test.localhost");
    if (!request.body.empty()) request.headers.emplace_back("content-type", "application/json");
    auto match = router_->find(request);
    if (!match.route) co_return Reply{404, {}, R"({"code":"test.no_route"})"};
    auto as = ctx;
    as.now = clock.value_or(clock_now());
    as.actor = actor;
    as.permissions = permissions;
    if (match.route->options.access == http::Access::staff) {
        if (!as.may(match.route->options.permission)) co_return Reply{403, {}, R"({"code":"request.forbidden"})"};
    } else {
        as.role = Role::guest;
    }
    auto response = co_await match.route->run(&app, as, request);
    auto text = body_of(response);
    if (auto* stream = std::get_if<http::EventStream>(&response.body)) {
        Collected events;
        co_await stream->run(events);
        text = std::move(events.text);
    }
    co_return Reply{response.status, std::move(response.headers), std::move(text)};
}

Reply Desk::send(http::Method method, std::string target, std::string body, shape::Fields headers) {
    return run(ask(method, std::move(target), std::move(body), std::move(headers)));
}

std::string Desk::category(std::string slug, std::string parent_id, std::string more) {
    auto parent = parent_id.empty() ? "" : R"(,"parent":")" + parent_id + "\"";
    auto made = post("/api/v1/admin/categories", R"({"slug":")" + slug + R"(","name":")" + slug + "\"" + parent + more + "}");
    if (made.status != 201) throw std::runtime_error(made.body);
    return made.text("/id");
}

void Desk::attribute(std::string body) {
    auto made = post("/api/v1/admin/attributes", std::move(body));
    if (made.status != 201) throw std::runtime_error(made.body);
}

Reply Desk::move(const std::string& id, std::string verb, std::string reason) {
    auto why = reason.empty() ? "" : R"(,"reason":")" + reason + "\"";
    return post("/api/v1/admin/products/" + id + "/moves", R"({"verb":")" + verb + "\"" + why + "}");
}

void Desk::publish(const std::string& id) {
    for (auto verb : {"submit", "approve", "publish"})
        if (auto moved = move(id, verb); moved.status != 200) throw std::runtime_error(moved.body);
}

void Desk::price(const std::vector<catalog::VariantId>& variants, std::int64_t minor) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        std::vector<prices::VariantPrice> list;
        for (auto variant : variants) list.push_back({variant, Money{minor, currency}, {}});
        prices::save(tx, list);
        catalog::note_variant_changes(tx, variants);
        co_return true;
    };
    run(floor.db.transaction(ctx, body));
}

void Desk::stock(catalog::VariantId variant, std::int64_t on_hand) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        stock::set_on_hand(tx, {variant}, {on_hand}, "test");
        catalog::note_variant_changes(tx, {variant});
        co_return true;
    };
    run(floor.db.transaction(ctx, body));
}

catalog::VariantId Desk::first_variant(const std::string& product) {
    return *catalog::VariantId::parse(get("/api/v1/admin/products/" + product).text("/variants/0/id"));
}

std::string Desk::published(std::string title, std::string category_slug, std::int64_t on_hand, std::string more) {
    auto made = product(R"({"title":")" + title + R"(","category":")" + category_slug + "\"" + more + "}");
    if (made.status != 201) throw std::runtime_error(made.body);
    auto id = made.text("/id");
    auto sku = made.text("/slug");
    auto added = post("/api/v1/admin/products/" + id + "/variants", R"({"variants":[{"sku":")" + sku + R"("}]})", {{"if-match", made.etag()}});
    if (added.status != 201) throw std::runtime_error(added.body);
    auto variant = *catalog::VariantId::parse(added.text("/variants/0/id"));
    price({variant}, 10'000);
    if (on_hand > 0) stock(variant, on_hand);
    publish(id);
    return id;
}

std::shared_ptr<const search::Snapshot> Desk::seen() {
    auto wait = [](Desk& desk) -> Task<std::shared_ptr<const search::Snapshot>> {
        if (!co_await desk.snapshots->caught_up(30s)) throw std::runtime_error("the snapshots do not follow");
        co_return desk.snapshots->of(desk.ctx.store);
    };
    return run(wait(*this));
}

int Desk::run_due_jobs(Instant now) {
    jobs::Worker worker(floor.loop, floor.worker_db, floor.db, database.worker(), jobs::Registry::global(), &app);
    return run(worker.run_due(now));
}

}  // namespace vitrine::test
