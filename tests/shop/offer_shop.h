#pragma once
#include <gtest/gtest.h>

#include "modules/orders/cancel.h"
#include "modules/quotes/api.h"
#include "modules/tenders/staff.h"
#include "tests/shop/shop.h"

namespace vitrine::test {

/// A shop with running promotions and gift cards; buyers with e-mail addresses of their own place whole orders.
///
///     OfferShop offers;
///     offers.promote(R"("needs_coupon":true,"actions":[{"percent_off":{"rate_ppm":100000}}])", {"SAVE10"});
///     auto cart = offers.run(offers.cart_with({"SAVE10"}));
///     EXPECT_EQ(offers.place(cart, "a@example.com").refusal(), "");
struct OfferShop {
    explicit OfferShop(int connections = 16);

    template <class T>
    T run(Task<T> task) {
        return shop.run(std::move(task));
    }
    /// Makes a promotion that runs at once, with its codes, and lets this process know. `members` of its definition beside name and label.
    void promote(const std::string& members, std::vector<std::string> codes = {}, const std::string& name = "An offer");
    void limit_code(const std::string& code, const std::string& columns);   ///< "uses_limit = 1"
    /// What the process holds of the store's rules, read anew.
    void follow();
    tenders::IssuedGiftCard card(Money amount);
    std::int64_t balance(tenders::AccountId card);

    /// A cart of so many pens (Rs 250 each, delivery Rs 200), with these codes and gift cards on it and the total its buyer saw.
    Task<Shop::Cart> cart_with(std::vector<std::string> codes, std::vector<std::string> cards = {}, std::int64_t quantity = 1);
    Task<carts::CartView> seen(Shop::Cart cart);
    Task<std::string> enter(Shop::Cart cart, std::string code);              ///< the refusal; empty: it is on the cart
    Task<Shop::Attempt> try_to_place(Shop::Cart cart, std::string email, std::string method = "bank_transfer");
    Shop::Attempt place(const Shop::Cart& cart, std::string email, std::string method = "bank_transfer") { return run(try_to_place(cart, std::move(email), std::move(method))); }
    /// Places with the total as it is now.
    Task<Shop::Attempt> look_and_place(Shop::Cart cart, std::string email);
    Task<std::string> cancel(orders::OrderId order);                         ///< the refusal; empty: it is cancelled
    /// Counters are what their rows say, balances what their movements sum to, and the books close.
    void expect_sound();

    Shop shop;
    catalog::VariantId pen;
};

}  // namespace vitrine::test
