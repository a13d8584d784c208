#pragma once
#include "app/verify/verify.h"
#include "modules/returns/desk.h"
#include "modules/returns/fetch.h"
#include "modules/returns/policy.h"
#include "modules/returns/settle.h"
#include "tests/shop/till.h"

namespace vitrine::test {

/// A shop whose orders are paid by card and have arrived, and whoever takes goods back there.
///
///     ReturnDesk desk;
///     auto order = desk.delivered({{desk.pen, 2}});
///     auto back = desk.received(order, {{1, 2}});
///     desk.inspect(back, {{1, 1, 1, 0}});
struct ReturnDesk {
    explicit ReturnDesk(int connections = 8);

    struct Units {
        std::int64_t position = 1, quantity = 1;
        std::optional<catalog::VariantId> exchange_for = {};
    };
    struct Found {
        std::int64_t position = 1, sellable = 0, damaged = 0, refused = 0;
    };
    catalog::VariantId sibling(std::string sku, Money price, std::int64_t on_hand);   ///< an article of the pen's product, as the ink is: given in exchange for it
    orders::OrderView delivered(std::vector<std::pair<catalog::VariantId, std::int64_t>> items);
    void deliver(orders::OrderId order);   ///< that is paid
    void set_policy(const std::function<void(returns::Policy&)>& change);

    static returns::AskReturn wish(const std::vector<Units>& units, std::string reason = "changed-mind");
    Result<returns::AskedReturn> try_to_ask(const orders::OrderView& order, returns::AskReturn in, std::string key = "");
    returns::ReturnView asked(const orders::OrderView& order, const std::vector<Units>& units, std::string reason = "changed-mind");
    returns::ReturnView approved(const orders::OrderView& order, const std::vector<Units>& units, std::string reason = "changed-mind");
    returns::ReturnView received(const orders::OrderView& order, const std::vector<Units>& units, std::string reason = "changed-mind");
    Result<returns::ReturnView> approve(returns::ReturnId id) { return move([&](pg::Tx& tx) { return returns::approve_in(tx, shop.app, {id, {}}, "Please send it"); }); }
    Result<returns::ReturnView> reject(returns::ReturnId id) { return move([&](pg::Tx& tx) { return returns::reject_in(tx, shop.app, {id, {}}, "We are sorry"); }); }
    Result<returns::ReturnView> receive(returns::ReturnId id) { return move([&](pg::Tx& tx) { return returns::receive_in(tx, shop.app, {id, {}}, ""); }); }
    Result<returns::ReturnView> close(returns::ReturnId id) { return move([&](pg::Tx& tx) { return returns::close_in(tx, shop.app, {id, {}}, "settled otherwise"); }); }
    Result<returns::ReturnView> inspect(returns::ReturnId id, const std::vector<Found>& found);
    Result<returns::ReturnView> settle(returns::ReturnId id, std::optional<returns::Wish> instead = {}) { return shop.run(returns::settle(shop.app, staff(), id, instead)); }
    returns::ReturnView view(const orders::OrderView& order, returns::ReturnId id);
    std::string token(const orders::OrderView& order) const { return order.token.value_or(""); }

    Ctx staff(Duration later = Duration(0)) const;
    std::int64_t on_hand(catalog::VariantId variant);
    void expect_sound();
    void expect_nothing_sold();   ///< every account of what was sold is empty

    Till till;
    Shop& shop;
    catalog::VariantId pen, ink;
    int keys = 0;

private:
    Result<returns::ReturnView> move(std::function<Task<Result<returns::ReturnView>>(pg::Tx&)> work) { return shop.run(shop.floor.db.transaction(staff(), work)); }
};

}  // namespace vitrine::test
