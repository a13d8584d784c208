#pragma once
// Shops in process, on a database of their own and a clock that only moves when it is told to: with every gateway behind a stand on loopback, and
// the use cases that a buyer's browser, a gateway, staff and the workers call. What is tried here is the shop's own code, up to the wire.
#include <exception>
#include <map>
#include <optional>

#include "app/selftest/books.h"
#include "app/selftest/stand.h"
#include "io/http/server.h"
#include "io/pg/flight_fate.h"
#include "io/run_to_end.h"
#include "modules/orders/api.h"
#include "modules/search/api.h"
#include "modules/stores/api.h"

namespace vitrine::selftest {

/// A migrated database that holds nothing yet.
struct Place {
    std::string owner;            ///< conninfo of who may see everything
    pg::DbOptions app, worker;    ///< of the runtime roles
};

/// A cart that is ready to be ordered.
struct Basket {
    carts::CartId cart;
    carts::Access access;
    Money total;
    std::string key;              ///< of the order's idempotency
    std::string way;              ///< in which the buyer wants to pay, see Stand::ways
};
/// An order and its payment.
struct Bought {
    orders::OrderId order;
    payments::PaymentId payment;
    Money amount;
    std::string way = {};         ///< of the basket
};

Bought bought_of(const orders::Placed& placed, const Basket& basket);

class Sandbox {
public:
    /// Loads the shops of the presets in `preset_folder` whose currencies the stands need, with a small catalog each. Blocks. The thread's random numbers follow `seed`.
    Sandbox(Place place, std::string preset_folder, std::uint64_t seed);
    ~Sandbox();
    Sandbox(const Sandbox&) = delete;

    /// Runs a use case to its end on this thread; gives its value or throws its exception.
    template <class T>
    T run(Task<T> task) {
        return run_to_end(loop_, std::move(task));
    }
    /// The same; nothing when it threw, as it does when the process dies on the way.
    template <class T>
    std::optional<T> attempt(Task<T> task) {
        try {
            return run(std::move(task));
        } catch (const std::exception&) {
            return {};
        }
    }

    Stand& stand(std::string_view code);
    const std::vector<std::unique_ptr<Stand>>& stands() const { return stands_; }
    const stores::Store& store_of(const Stand& stand) const;
    std::vector<std::shared_ptr<const stores::Store>> stores() const { return directory_->all(); }
    Ctx ctx(const Stand& stand) const;                        ///< staff of the stand's shop, now

    // The buyer. `choice` picks the goods; without a way it is the stand's first.
    Basket basket(const Stand& stand, std::uint64_t choice, std::string way = {});
    std::optional<Result<orders::Placed>> place(const Stand& stand, const Basket& basket);
    /// Places until it is done: a browser whose answer was lost sends the same order again.
    Bought buy(const Stand& stand, const Basket& basket);
    /// Does at the shop what the way wants before the gateway can be paid: opens its page, types a number, waits until the phone rings (which may move the clock).
    void approach(Stand& stand, const Bought& bought, Paying how);
    /// Does that, then tries to pay at the gateway. False: nothing was paid.
    bool pay(Stand& stand, const Bought& bought, Paying how);
    bool come_back(const Stand& stand, const shape::Fields& fields);   ///< false: refused, or the process died

    // The gateway. The status of the shop's answer; 0: it died.
    int post(http::Request request, const stores::Store& store);

    // Staff.
    bool reverify(const Stand& stand, payments::PaymentId payment);
    bool mark_paid(const Stand& stand, payments::PaymentId payment, Money amount);
    std::optional<payments::State> state(const Stand& stand, const Bought& bought);

    // Time.
    Instant now;
    bool work(Duration later = Duration(0));                  ///< moves the clock, then runs what is due. False: the process died
    void restart();                                           ///< what a process keeps in memory is gone

    Books books();                                            ///< of all stores, each figure with its store before it
    /// All rows of all tables by table, but for those named.
    std::map<std::string, std::string> dump(const std::vector<std::string>& left_out = {}) const;

    Place place_;
    App& app() { return app_; }
    Config& config() { return config_; }
    pg::Db& db() { return db_; }

private:
    void open_shops();
    void stock_up(const stores::Store& store, const std::string& recipe_file);
    Task<bool> load_catalogs();
    Task<Basket> fill(Ctx ctx, std::vector<catalog::VariantId> goods, std::string country);
    Task<int> ask(http::Request request);
    Ctx guest(const Stand& stand) const;
    void start_again(Stand& stand, const Bought& bought);

    Loop loop_;
    pg::Db db_, worker_db_;
    web::Client web_;
    Config config_;
    std::shared_ptr<stores::Directory> directory_ = std::make_shared<stores::Directory>();
    std::shared_ptr<search::Snapshots> snapshots_ = search::make_snapshots();
    App app_;
    std::unique_ptr<http::Router> router_;
    std::vector<std::unique_ptr<Stand>> stands_;
    std::map<StoreId, std::vector<catalog::VariantId>> goods_;
};

/// Lets the n-th flight to the database from here on (from 1) meet this fate, and counts them; when the process dies there, it is dead for all that
/// follow. Everything arrives again when this goes.
class Flights {
public:
    explicit Flights(std::int64_t nth = 0, pg::FlightFate fate = pg::FlightFate::arrives);
    ~Flights();
    Flights(const Flights&) = delete;
    std::int64_t count() const { return count_; }
    bool has_struck() const { return has_struck_; }
    void revive() { is_dead_ = false; }

private:
    std::int64_t nth_, count_ = 0;
    pg::FlightFate fate_;
    bool has_struck_ = false, is_dead_ = false;
};

}  // namespace vitrine::selftest
