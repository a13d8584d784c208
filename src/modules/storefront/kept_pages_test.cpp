#include "modules/storefront/signed_in.h"
#include "tests/shop/browser.h"

namespace vitrine::storefront {
namespace {

using namespace test;

struct KeptPages : Buying {
    std::string action_of_line(const std::string& cart) {
        auto at = cart.find("action=\"/cart/lines/line_") + 8;
        return cart.substr(at, cart.find('"', at) - at);
    }
};

TEST_F(KeptPages, a_line_is_saved_for_later_and_comes_back_by_forms_alone) {
    add(3);
    auto cart = text(browser.get("/cart"));
    browser.post(action_of_line(cart), guarded(cart, {{"version", hidden(cart, "version")}, {"quantity", "3"}, {"action", "later"}}));
    auto saved = text(browser.get("/cart"));
    EXPECT_NE(saved.find("Saved for later"), std::string::npos);
    EXPECT_NE(saved.find("3 pieces"), std::string::npos);
    EXPECT_TRUE(browser.cookies["cart_state"].ends_with(".0"));
    browser.post("/cart/saved/" + pen.text(), guarded(saved, {{"action", "back"}}));
    EXPECT_TRUE(browser.cookies["cart_state"].ends_with(".3")) << browser.cookies["cart_state"];
    EXPECT_FALSE(has(browser.get("/cart"), "3 pieces"));
}

TEST_F(KeptPages, what_was_saved_outlives_the_order) {
    add(1);
    auto cart = text(browser.get("/cart"));
    browser.post(action_of_line(cart), guarded(cart, {{"version", hidden(cart, "version")}, {"quantity", "1"}, {"action", "later"}}));
    browser.cookies.erase("cart");
    browser.cookies.erase("cart_state");
    auto later = text(browser.get("/cart"));
    EXPECT_NE(later.find("Saved for later"), std::string::npos);
    browser.post("/cart/saved/" + pen.text(), {{"action", "back"}});
    EXPECT_TRUE(browser.cookies["cart_state"].ends_with(".1"));
}

TEST_F(KeptPages, wishes_are_kept_by_a_press_and_moved_into_the_cart) {
    EXPECT_TRUE(has(browser.get("/wishlist"), "Nothing here yet."));
    auto answer = browser.post("/wishlist", {{"variant", pen.text()}, {"action", "add"}, {"return_to", "/p/pen-1"}});
    EXPECT_EQ(header(answer, "Location"), "/p/pen-1");
    shop.set_price(pen, Shop::rupees(200));
    auto list = browser.get("/wishlist");
    EXPECT_TRUE(has(list, "PEN-1"));
    EXPECT_TRUE(has(list, "It was Rs 250 when you kept it"));
    browser.post("/wishlist", {{"variant", pen.text()}, {"action", "move"}});
    EXPECT_TRUE(browser.cookies["cart_state"].ends_with(".1"));
    EXPECT_TRUE(has(browser.get("/wishlist"), "Nothing here yet."));
}

TEST_F(KeptPages, another_site_cannot_write_on_a_list) {
    browser.post("/wishlist", {{"variant", pen.text()}, {"action", "add"}}, {{"sec-fetch-site", "cross-site"}});
    EXPECT_EQ(shop.count("select count(*) from carts.kept"), 0);
}

TEST_F(KeptPages, a_customer_sees_the_same_cart_in_another_browser) {
    browser.customer = carts::CustomerId::next(shop.ctx.now);
    add(2);
    EXPECT_TRUE(browser.cookies["cart"].ends_with(".-")) << "no token is kept in the browser";
    Browser desk{shop};
    desk.customer = browser.customer;
    auto cart = text(desk.get("/cart"));
    EXPECT_NE(cart.find("Rs 500"), std::string::npos);
    desk.post(action_of_line(cart), guarded(cart, {{"version", hidden(cart, "version")}, {"quantity", "2"}, {"action", "more"}}));
    EXPECT_TRUE(has(browser.get("/cart"), "Rs 750"));
    desk.customer.reset();
    EXPECT_TRUE(has(desk.get("/cart"), "Your cart is empty.")) << "signed out";
}

TEST_F(KeptPages, a_customer_checks_out_in_a_browser_that_has_never_seen_the_cart) {
    browser.customer = carts::CustomerId::next(shop.ctx.now);
    add(2);
    Browser desk{shop};
    desk.customer = browser.customer;
    std::swap(desk.cookies, browser.cookies);
    browser.cookies.clear();
    browser.get("/cart");
    EXPECT_FALSE(go_to_review().empty());
    auto review = text(browser.get("/checkout/review"));
    auto placed = browser.post("/checkout/review", guarded(review, {{"expected_total", hidden(review, "expected_total")}, {"currency", "PKR"}, {"version", hidden(review, "version")}}));
    EXPECT_TRUE(header(placed, "Location").starts_with("/orders/ord_")) << header(placed, "Location");
}

// An edit on another device that leaves the total alone: what is ordered is what the screen showed, or the buyer is told.
TEST_F(KeptPages, an_edit_behind_the_review_page_is_told_though_the_total_is_the_same) {
    auto twin = shop.article("TWIN", Shop::rupees(250), 10);
    auto review = go_to_review();
    Browser desk{shop};
    desk.cookies = browser.cookies;
    auto cart = text(desk.get("/cart"));
    desk.post(action_of_line(cart), guarded(cart, {{"version", hidden(cart, "version")}, {"quantity", "2"}, {"action", "less"}}));
    desk.post("/cart/lines", {{"variant", twin.text()}, {"quantity", "1"}});
    auto placed = browser.post("/checkout/review", guarded(review, {{"expected_total", hidden(review, "expected_total")}, {"currency", "PKR"}, {"version", hidden(review, "version")}}));
    EXPECT_EQ(header(placed, "Location"), "/checkout/review");
    EXPECT_TRUE(has(browser.get("/checkout/review"), "Your cart changed"));
    EXPECT_EQ(shop.count("select count(*) from orders.orders"), 0);
}

TEST_F(KeptPages, the_page_behind_a_link_opens_nothing_until_its_button_is_pressed) {
    auto cart = shop.cart_ready_to_place({{pen, 2}});
    shop.database.run("insert into carts.recoveries (store_id, token_hash, cart, expires_at) select store_id, sha256('link'), id, now() + interval '1 day' from carts.carts");
    auto page = browser.get("/cart/recovery/link");
    EXPECT_TRUE(has(page, "Open my cart"));
    EXPECT_EQ(shop.count("select count(*) from carts.recoveries where used_at is not null"), 0);
    browser.post("/cart/recovery", {{"token", "link"}});
    EXPECT_TRUE(has(browser.get("/cart"), "Rs 500"));
    Browser late{shop};
    late.post("/cart/recovery", {{"token", "link"}});
    EXPECT_TRUE(has(late.get("/cart"), "That link was used before"));
}

TEST_F(KeptPages, a_link_adds_to_what_lies_in_the_visitors_cart_already) {
    auto cart = shop.cart_ready_to_place({{pen, 2}});
    shop.database.run("insert into carts.recoveries (store_id, token_hash, cart, expires_at) select store_id, sha256('link'), id, now() + interval '1 day' from carts.carts");
    auto ink = shop.article("INK-1", Shop::rupees(900), 5);
    browser.post("/cart/lines", {{"variant", ink.text()}, {"quantity", "1"}});
    browser.post("/cart/recovery", {{"token", "link"}});
    auto page = text(browser.get("/cart"));
    EXPECT_NE(page.find("INK-1"), std::string::npos);
    EXPECT_NE(page.find("PEN-1"), std::string::npos);
    EXPECT_TRUE(browser.cookies["cart"].starts_with(cart.id.text()));
}

TEST_F(KeptPages, a_link_opened_by_a_customer_brings_the_cart_into_the_account) {
    shop.cart_ready_to_place({{pen, 2}});
    shop.database.run("insert into carts.recoveries (store_id, token_hash, cart, expires_at) select store_id, sha256('link'), id, now() + interval '1 day' from carts.carts");
    browser.customer = carts::CustomerId::next(shop.ctx.now);
    browser.post("/cart/recovery", {{"token", "link"}});
    EXPECT_TRUE(browser.cookies["cart"].ends_with(".-")) << browser.cookies["cart"];
    Browser desk{shop};
    desk.customer = browser.customer;
    EXPECT_TRUE(has(desk.get("/cart"), "Rs 500"));
}

// Signed in on two devices: the order of one ends the cart that the cookie of the other still names.
TEST_F(KeptPages, a_customer_whose_cookie_names_an_ended_cart_checks_out_with_the_next_one) {
    browser.customer = carts::CustomerId::next(shop.ctx.now);
    add(1);
    auto old = browser.cookies;
    shop.database.run("update carts.carts set state = 'ordered', order_ref = 'x', open_for = null");
    add(2);
    EXPECT_NE(old["cart"], browser.cookies["cart"]);
    browser.cookies = old;
    browser.post("/checkout/information", guarded(text(browser.get("/checkout/information")), home));
    browser.post("/checkout/delivery", guarded(text(browser.get("/checkout/delivery")), {{"option", hidden_option()}}));
    browser.post("/checkout/payment", guarded(text(browser.get("/checkout/payment")), {{"method", "bank_transfer"}}));
    auto review = text(browser.get("/checkout/review"));
    for (auto name : {"cart", "cart_state"}) browser.cookies[name] = old[name];  // another window wrote the old cookie back
    auto form = guarded(review, {{"cart", hidden(review, "cart")}, {"expected_total", hidden(review, "expected_total")}, {"currency", "PKR"}, {"version", hidden(review, "version")}});
    auto jar = browser.cookies;
    auto placed = browser.post("/checkout/review", form);
    EXPECT_TRUE(header(placed, "Location").starts_with("/orders/ord_")) << header(placed, "Location");
    browser.cookies = jar;
    EXPECT_EQ(header(browser.post("/checkout/review", form), "Location"), header(placed, "Location")) << "the same form again reaches the order it made";
}

TEST_F(KeptPages, a_form_that_names_another_cart_orders_nothing) {
    auto review = go_to_review();
    auto other = shop.cart_ready_to_place({{pen, 1}});
    auto placed = browser.post("/checkout/review", guarded(review, {{"cart", other.id.text()}, {"expected_total", hidden(review, "expected_total")}, {"currency", "PKR"}}));
    EXPECT_EQ(header(placed, "Location"), "/checkout/review");
    EXPECT_EQ(shop.count("select count(*) from orders.orders"), 0);
}

TEST_F(KeptPages, a_customer_changes_lines_and_codes_though_the_cookie_names_an_ended_cart) {
    browser.customer = carts::CustomerId::next(shop.ctx.now);
    add(1);
    auto old = browser.cookies;
    shop.database.run("update carts.carts set state = 'ordered', order_ref = 'x', open_for = null");
    add(2);
    auto cart = text(browser.get("/cart"));
    browser.cookies = old;
    browser.post(action_of_line(cart), guarded(cart, {{"version", hidden(cart, "version")}, {"quantity", "2"}, {"action", "more"}}));
    EXPECT_TRUE(has(browser.get("/cart"), "Rs 750"));
    browser.cookies = old;
    auto refused = browser.post("/cart/codes", guarded(cart, {{"code", "NOBODYS"}}));
    EXPECT_EQ(int(refused.status), 422) << "asked of the cart that is shown";
}

// What accounts runs once somebody has signed in.
TEST_F(KeptPages, signing_in_brings_the_cart_and_the_lists_of_this_browser_along) {
    browser.customer = carts::CustomerId::next(shop.ctx.now);
    add(9);
    Browser desk{shop};
    auto ink = shop.article("INK-1", Shop::rupees(900), 5);
    desk.post("/cart/lines", {{"variant", pen.text()}, {"quantity", "4"}});
    desk.post("/wishlist", {{"variant", ink.text()}, {"action", "add"}});
    auto ctx = shop.ctx;
    ctx.now = clock_now();
    ctx.role = Role::customer;
    ctx.actor = browser.customer->text();
    auto sign_in = [&] {
        http::Request request;
        std::string jar;
        for (const auto& [name, value] : desk.cookies) jar += (jar.empty() ? "" : "; ") + name + "=" + value;
        request.headers.emplace_back("cookie", jar);
        http::Response response;
        shop.run([](App& app, Ctx ctx, const http::Request& request, http::Response& response) -> Task<bool> {
            co_await bring_along(app, ctx, request, response);
            co_return true;
        }(shop.app, ctx, request, response));
        for (const auto& [name, value] : response.headers) {
            if (name != "Set-Cookie") continue;
            auto equals = value.find('='), end = value.find(';');
            auto cookie = value.substr(equals + 1, end - equals - 1);
            if (cookie.empty()) desk.cookies.erase(value.substr(0, equals));
            else desk.cookies[value.substr(0, equals)] = cookie;
        }
    };
    sign_in();
    EXPECT_TRUE(desk.cookies["cart"].ends_with(".-"));
    EXPECT_FALSE(desk.cookies.contains("list"));
    desk.customer = browser.customer;
    auto page = desk.get("/cart");
    EXPECT_TRUE(has(page, "Your carts are one now")) << "there are ten, not thirteen";
    EXPECT_TRUE(has(page, "Rs 2,500"));
    EXPECT_TRUE(has(browser.get("/wishlist"), "INK-1"));
    sign_in();
    EXPECT_TRUE(has(desk.get("/cart"), "Rs 2,500")) << "twice equals once";
}

}  // namespace
}  // namespace vitrine::storefront
