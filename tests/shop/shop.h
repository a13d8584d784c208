#pragma once
#include <memory>
#include <string>
#include <vector>

#include "modules/orders/api.h"
#include "tests/support/database.h"
#include "tests/shop/fixed_catalog.h"

namespace vitrine::test {

/// One open store with a database of its own, an App, and a hand-made catalog; builders by stage for what stands between a visitor and a parcel.
///
///     Shop shop;
///     auto pen = shop.article("PEN-1", 250_rupees, 10);
///     auto cart = shop.cart_ready_to_place({{pen, 2}});
///     EXPECT_EQ(shop.place(cart).refusal(), "orders.price_changed");
class Shop {
public:
    explicit Shop(int connections = 8);
    ~Shop();

    struct Cart {
        carts::CartId id;
        carts::Access access;
        Money total;                       ///< what the buyer saw
        std::int64_t version = 1;
    };
    struct Attempt {
        Result<orders::Placed> result;
        std::string refusal() const { return result ? "" : result.error().code; }
        const orders::OrderView& order() const { return result->answer.order; }
        std::string body() const { return to_json(result->answer); }
    };

    static Money rupees(std::int64_t whole) { return {whole * 100, *Currency::parse("PKR")}; }
    catalog::VariantId article(std::string sku, Money price, std::int64_t on_hand);
    void set_price(catalog::VariantId variant, Money price);
    Task<Cart> open_cart(std::vector<std::pair<catalog::VariantId, std::int64_t>> items);  ///< with address, e-mail and its quote
    Cart cart_ready_to_place(std::vector<std::pair<catalog::VariantId, std::int64_t>> items) { return run(open_cart(std::move(items))); }
    Task<Attempt> try_to_place(Cart cart, std::string key, std::string method = "bank_transfer");
    Attempt place(const Cart& cart, std::string key = "", std::string method = "bank_transfer");
    void run_due_jobs(Instant now = clock_now());
    std::int64_t available(catalog::VariantId variant);
    std::int64_t count(const std::string& sql);       ///< one number, asked as the owner

    template <class T>
    T run(Task<T> task) {
        return test::run(floor.loop, std::move(task));
    }

    TestDatabase database;
    Shopfloor floor;
    Config config;
    web::Client web;
    std::shared_ptr<stores::Directory> directory = std::make_shared<stores::Directory>();
    std::shared_ptr<FixedSnapshots> snapshots = std::make_shared<FixedSnapshots>();
    App app;
    Ctx ctx;
};

/// Runs tasks side by side on the current loop and gives all their values, in the order of the tasks; the first exception when all have ended.
template <class T>
Task<std::vector<T>> all_of(std::vector<Task<T>> tasks) {
    std::vector<std::optional<T>> values(tasks.size());
    std::exception_ptr failure;
    size_t open = tasks.size();
    auto run_one = [](Task<T> task, std::optional<T>& into, std::exception_ptr& first, size_t& left) -> Task<void> {
        try {
            into.emplace(co_await std::move(task));
        } catch (...) {
            if (!first) first = std::current_exception();
        }
        --left;
    };
    for (size_t i = 0; i < tasks.size(); ++i) Loop::here().spawn(run_one(std::move(tasks[i]), values[i], failure, open));
    while (open) co_await sleep_for(1ms);
    if (failure) std::rethrow_exception(failure);
    std::vector<T> out;
    for (auto& value : values) out.push_back(std::move(*value));
    co_return out;
}

}  // namespace vitrine::test
