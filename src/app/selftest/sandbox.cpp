#include "app/selftest/sandbox.h"

#include "app/modules.h"
#include "app/selftest/sql.h"
#include "core/random.h"
#include "io/pg/session.h"
#include "io/simulation.h"
#include "modules/payments/module.h"
#include "modules/quotes/api.h"

namespace vitrine::selftest {
namespace {

carts::Addresses addresses(const std::string& country) {
    carts::Address home{.name = *Text<1, 120>::parse("Ayesha Khan"), .line1 = *Text<1, 160>::parse("12 Mall Road"), .city = *Text<1, 80>::parse(country == "IN" ? "Mumbai" : "Lahore"),
                        .country = *CountryCode::parse(country)};
    if (country == "IN") home.state = *Text<1, 80>::parse("MH");
    return {*Email::parse("ayesha@example.com"), home, {}, {}};
}

std::unique_ptr<http::Router> payment_routes() {
    http::Routes<App> routes;
    payments::module().routes(routes);
    return std::make_unique<http::Router>(routes.take());
}

}  // namespace

Sandbox::Sandbox(Place place, std::string preset_folder, std::uint64_t seed)
    : now(*parse_rfc3339("2026-03-02T06:00:00Z")), place_(std::move(place)), db_(loop_, place_.app), worker_db_(loop_, place_.worker), web_(loop_),
      app_{loop_, db_, web_, config_, directory_, snapshots_, nullptr}, router_(payment_routes()), stands_(all_stands(loop_, web_, seed, [this] { return now; })) {
    app::plug_modules();
    cap_sleeps(Duration(1ms));  // what backs off, backs off on our clock
    config_.preset_folder = std::move(preset_folder);
    config_.master_key = "the key of a self-test";
    for (const auto& stand : stands_) stand->introduce(config_);
    open_shops();
    seed_random_for_tests(seed);  // only now: what follows is the same whatever the catalog took
}

Sandbox::~Sandbox() {
    auto close = [](Sandbox& it) -> Task<bool> {
        for (const auto& stand : it.stands_) co_await stand->close();
        co_return true;
    };
    attempt(close(*this));
    cap_sleeps({});
}

Stand& Sandbox::stand(std::string_view code) {
    for (const auto& stand : stands_)
        if (stand->code() == code) return *stand;
    throw std::logic_error("no stand for this gateway");
}

const stores::Store& Sandbox::store_of(const Stand& stand) const {
    for (const auto& store : directory_->all())
        if (store->currency == stand.currency()) return *directory_->by_id(store->id);
    throw std::logic_error("no shop sells in the currency of this stand");
}

Ctx Sandbox::ctx(const Stand& stand) const { return {.now = now, .store = store_of(stand).id, .role = Role::staff, .actor = "selftest"}; }

Task<Basket> Sandbox::fill(Ctx ctx, std::vector<catalog::VariantId> goods, std::string country) {
    auto made = co_await carts::create(app_, ctx, {});
    Basket basket{made->id, {*made->token}, {}, made->id.text()};
    for (auto variant : goods) {
        auto added = co_await carts::add_line(app_, ctx, basket.cart, basket.access, {variant, {1}, {}});
        if (!added) throw std::runtime_error("the basket cannot be filled: " + added.error().code);
    }
    auto ready = co_await carts::set_addresses(app_, ctx, basket.cart, basket.access, addresses(country));
    if (!ready) throw std::runtime_error("the basket has no address: " + ready.error().code);
    auto quote = co_await orders::quote(app_, ctx, basket.cart, basket.access);
    if (!quote) throw std::runtime_error("the basket has no price: " + quote.error().code);
    basket.total = quote->total;
    co_return basket;
}

Basket Sandbox::basket(const Stand& stand, std::uint64_t choice, std::string way) {
    const auto& all = goods_.at(store_of(stand).id);
    std::vector<catalog::VariantId> goods{all[choice % all.size()]};
    if (choice % 3 == 2) goods.push_back(all[(choice + 1) % all.size()]);
    auto basket = run(fill(ctx(stand), std::move(goods), store_of(stand).country));
    basket.way = way.empty() ? stand.ways().front() : std::move(way);
    return basket;
}

std::optional<Result<orders::Placed>> Sandbox::place(const Stand& stand, const Basket& basket) {
    auto placed = attempt(orders::place(app_, ctx(stand), basket.access, basket.key, {basket.cart, {}, std::string(stand.code()), basket.total, {}, stand.answers(basket.way)}));
    if (placed && *placed) this->stand(stand.code()).show((*placed)->answer.order.payment.text(), (*placed)->answer.next);
    return placed;
}

Bought bought_of(const orders::Placed& placed, const Basket& basket) {
    const auto& order = placed.answer.order;
    return {order.id, order.payment, order.payable, basket.way};
}

Bought Sandbox::buy(const Stand& stand, const Basket& basket) {
    constexpr int patience = 5;
    for (int n = 0; n < patience; ++n) {
        auto placed = place(stand, basket);
        if (placed && *placed) return bought_of(**placed, basket);
        if (placed) throw std::runtime_error("the order is refused: " + placed->error().code);
    }
    throw std::runtime_error("the order cannot be placed");
}

Ctx Sandbox::guest(const Stand& stand) const {
    auto guest = ctx(stand);
    guest.role = Role::guest;
    return guest;
}

void Sandbox::start_again(Stand& stand, const Bought& bought) {
    auto next = attempt(payments::start(app_, guest(stand), bought.payment, {.answers = stand.answers(bought.way)}));
    if (next && *next) stand.show(bought.payment.text(), **next);
}

void Sandbox::approach(Stand& stand, const Bought& bought, Paying how) {
    auto payment = bought.payment.text();
    auto is_ready = [&] { return stand.can_be_paid(payment, bought.way); };
    if (is_ready()) return;
    switch (stand.errand(bought.way)) {
        case Errand::none: return;
        case Errand::starts_again: return start_again(stand, bought);
        case Errand::types: attempt(payments::pay_with(app_, guest(stand), bought.payment, stand.typed(bought.way, how))); return;
        case Errand::opens_page: {
            auto next = attempt(payments::start_hosted(app_, guest(stand), bought.payment));
            if (next && *next) stand.show(payment, **next);
            return;
        }
        case Errand::waits_for_phone:
            work();
            if (is_ready()) return;
            start_again(stand, bought);
            for (auto wait : {Duration(0), Duration(3min)})  // a job that died with its worker keeps its place until its lease is over
                if (!is_ready()) work(wait);
            return;
    }
}

bool Sandbox::pay(Stand& stand, const Bought& bought, Paying how) {
    approach(stand, bought, how);
    return stand.pay(bought.payment.text(), bought.amount, how);
}

bool Sandbox::come_back(const Stand& stand, const shape::Fields& fields) {
    auto view = attempt(payments::take_return(app_, guest(stand), std::string(stand.code()), fields));
    return view && *view;
}

Task<int> Sandbox::ask(http::Request request) {
    auto match = router_->find(request);
    if (!match.route) co_return 404;
    auto work = match.route->run(&app_, Ctx{.now = now}, request);
    auto response = co_await std::move(work);
    co_return response.status;
}

int Sandbox::post(http::Request request, const stores::Store& store) {
    request.headers.emplace_back("host", store.host);
    return attempt(ask(std::move(request))).value_or(0);
}

bool Sandbox::reverify(const Stand& stand, payments::PaymentId payment) {
    auto view = attempt(payments::verify(app_, ctx(stand), payment));
    return view && *view;
}

bool Sandbox::mark_paid(const Stand& stand, payments::PaymentId payment, Money amount) {
    auto view = attempt(payments::mark_paid(app_, ctx(stand), payment, amount, "seen by staff"));
    return view && *view;
}

std::optional<payments::State> Sandbox::state(const Stand& stand, const Bought& bought) {
    for (const auto& view : run(payments::of_order(app_, ctx(stand), bought.order.text())))
        if (view.id == bought.payment) return view.state;
    return {};
}

bool Sandbox::work(Duration later) {
    now += later;
    jobs::Worker worker(loop_, worker_db_, db_, place_.worker, jobs::Registry::global(), &app_);
    return attempt(worker.run_due(now)).has_value();
}

void Sandbox::restart() { app_.order_lane.reset(); }

Books Sandbox::books() {
    Books all;
    for (const auto& store : directory_->all()) {
        Ctx ctx{.now = now, .store = store->id, .role = Role::staff, .actor = "selftest"};
        for (const auto& [name, value] : run(books_of(db_, ctx))) all[store->slug + " " + name] = value;
    }
    return all;
}

std::map<std::string, std::string> Sandbox::dump(const std::vector<std::string>& left_out) const {
    std::map<std::string, std::string> out;
    pg::Session session(place_.owner);
    for (auto& table : session.ask(sql::dump(left_out))) out[table.name] = std::move(table.lines);
    return out;
}

Flights::Flights(std::int64_t nth, pg::FlightFate fate) : nth_(nth), fate_(fate) {
    pg::decide_flights([this] {
        if (is_dead_) return pg::FlightFate::dies_before;
        if (++count_ != nth_) return pg::FlightFate::arrives;
        has_struck_ = true;
        is_dead_ = fate_ == pg::FlightFate::dies_before || fate_ == pg::FlightFate::dies_after;
        return fate_;
    });
}

Flights::~Flights() { pg::decide_flights({}); }

}  // namespace vitrine::selftest
