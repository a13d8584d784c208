// The way of a shopper without scripts through the pages, form by form, and what a script or a stranger gets instead.
#include "tests/shop/browser.h"
#include "modules/quotes/api.h"

namespace vitrine::storefront {
namespace {

using test::Shop, test::Browser, test::Buying, test::text, test::header, test::hidden, test::has, test::home, test::with, test::guarded;

}  // namespace

TEST_F(Buying, by_links_and_forms_alone_ends_at_the_bank_account) {
    auto added = add();
    EXPECT_EQ(added.status, 303);
    EXPECT_EQ(header(added, "Location"), "/p/pen-1");
    auto cart = browser.get("/cart");
    EXPECT_TRUE(has(cart, "Added to your cart."));
    EXPECT_TRUE(has(cart, "Rs 500"));
    EXPECT_FALSE(has(browser.get("/cart"), "Added to your cart.")) << "a message is shown once";

    auto review = go_to_review();
    auto order_form = guarded(review, {{"expected_total", hidden(review, "expected_total")}});
    auto cookies = browser.cookies;
    auto placed = browser.post("/checkout/review", order_form);
    ASSERT_EQ(placed.status, 303);
    auto where = header(placed, "Location");
    EXPECT_TRUE(where.starts_with("/orders/ord_")) << where;
    auto order = browser.get(where);
    EXPECT_TRUE(has(order, "PK00TEST0000000000000001"));
    EXPECT_TRUE(has(order, "12 Mall Road"));
    EXPECT_FALSE(browser.cookies.contains("cart"));

    browser.cookies = cookies;  // the same form again, as a second press sends it
    EXPECT_EQ(header(browser.post("/checkout/review", order_form), "Location"), where);
    EXPECT_EQ(shop.count("select count(*) from orders.orders"), 1);
}

TEST_F(Buying, a_form_pressed_twice_adds_once_and_pressed_again_later_adds_again) {
    add();
    auto before = browser.cookies;
    add();
    EXPECT_EQ(browser.cookies["cart_state"].substr(browser.cookies["cart_state"].find('.')), ".4");
    browser.cookies["cart_state"] = before["cart_state"];
    add();
    EXPECT_EQ(browser.cookies["cart_state"].substr(browser.cookies["cart_state"].find('.')), ".4");
}

TEST_F(Buying, a_key_sent_twice_by_a_script_adds_once) {
    shape::Fields form{{"variant", pen.text()}, {"quantity", "1"}, {"idempotency_key", "one press"}};
    add(1);
    browser.post("/cart/lines", form);
    browser.post("/cart/lines", form);
    EXPECT_TRUE(browser.cookies["cart_state"].ends_with(".2")) << browser.cookies["cart_state"];
}

TEST_F(Buying, a_script_gets_fragments_instead_of_a_way_back) {
    auto answer = browser.post("/cart/lines", {{"variant", pen.text()}, {"quantity", "1"}}, {{"sec-fetch-site", "same-origin"}, {"x-fragment", "flash,cart-count"}});
    EXPECT_EQ(answer.status, 200);
    EXPECT_FALSE(header(answer, "X-Fragment").empty());
    EXPECT_TRUE(has(answer, "<template data-fragment=\"cart-count\">"));
    EXPECT_FALSE(has(answer, "<html"));
    EXPECT_FALSE(browser.cookies.contains("flash")) << "it was shown already";
}

TEST_F(Buying, another_site_cannot_fill_the_cart) {
    auto answer = browser.post("/cart/lines", {{"variant", pen.text()}, {"quantity", "1"}}, {{"sec-fetch-site", "cross-site"}});
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(shop.count("select count(*) from carts.carts"), 0);
    EXPECT_TRUE(has(browser.get("/cart"), "did not come from this shop"));
}

TEST_F(Buying, what_was_typed_survives_a_fault_and_each_fault_has_its_place) {
    add();
    auto form = guarded(text(browser.get("/checkout/information")), {{"email", "ayesha@"}, {"name", "<b>Ayesha</b>"}, {"line1", "12 Mall Road"}, {"phone", "0300 1234567"}, {"country", "PK"}});
    auto answer = browser.post("/checkout/information", form);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(has(answer, "value=\"ayesha@\""));
    EXPECT_TRUE(has(answer, "&lt;b&gt;Ayesha&lt;/b&gt;"));
    EXPECT_TRUE(has(answer, "id=\"email-fault\""));
    EXPECT_TRUE(has(answer, "href=\"#city\""));
    EXPECT_FALSE(has(answer, "id=\"name-fault\""));
}

TEST_F(Buying, no_step_can_be_skipped) {
    EXPECT_EQ(header(browser.get("/checkout/review"), "Location"), "/cart");
    add();
    EXPECT_EQ(header(browser.get("/checkout/review"), "Location"), "/checkout/information");
    EXPECT_EQ(header(browser.get("/checkout/payment"), "Location"), "/checkout/information");
}

TEST_F(Buying, a_raised_price_is_shown_before_anything_is_ordered) {
    auto review = go_to_review();
    shop.set_price(pen, Shop::rupees(300));
    auto placed = browser.post("/checkout/review", guarded(review, {{"expected_total", hidden(review, "expected_total")}}));
    EXPECT_EQ(header(placed, "Location"), "/checkout/review");
    EXPECT_TRUE(has(browser.get("/checkout/review"), "The total changed"));
    EXPECT_EQ(shop.count("select count(*) from orders.orders"), 0);
}

// A code that somebody else used up while this shopper looked: the page says so, the total is the true one, and the next press orders.
TEST_F(Buying, a_lost_code_is_told_beside_the_code_and_the_order_goes_on_without_it) {
    shop.app.rulebook = std::make_shared<quotes::Rulebook>();
    shop.run(promotions::seed(shop.app.db, shop.ctx, R"({"name":"Ten","label":"Ten off","needs_coupon":true,"actions":[{"percent_off":{"rate_ppm":100000}}]})", {"TEN"}));
    shop.run(shop.app.rulebook->refresh(shop.floor.db, shop.ctx, *shop.directory->by_id(shop.ctx.store)));
    add();
    browser.post("/cart/codes", guarded(text(browser.get("/cart")), {{"code", "ten"}, {"return_to", "/cart"}}));
    EXPECT_TRUE(has(browser.get("/cart"), "Ten off"));
    auto review = go_to_review();
    EXPECT_EQ(hidden(review, "expected_total"), "110000") << "two and two pens, Rs 1,000, less a tenth, and Rs 200";
    shop.database.run("update promotions.coupons set uses_limit = 1, uses = 1");
    auto lost = browser.post("/checkout/review", guarded(review, {{"expected_total", hidden(review, "expected_total")}, {"currency", "PKR"}}));
    EXPECT_EQ(header(lost, "Location"), "/checkout/review");
    auto again = browser.get("/checkout/review");
    EXPECT_TRUE(has(again, "An offer on your cart is no longer available"));
    EXPECT_TRUE(has(again, "It has been used up."));
    EXPECT_FALSE(has(again, "Ten off"));
    EXPECT_EQ(hidden(text(again), "expected_total"), "120000");
    auto placed = browser.post("/checkout/review", guarded(text(again), {{"expected_total", "120000"}, {"currency", "PKR"}}));
    EXPECT_TRUE(header(placed, "Location").starts_with("/orders/ord_")) << header(placed, "Location");
}

TEST_F(Buying, in_another_currency_with_a_gift_card_that_covers_it_needs_no_way_to_pay) {
    auto usd = *Currency::parse("USD");
    auto store = *shop.directory->by_id(shop.ctx.store);
    store.other_currencies = std::vector<stores::SoldCurrency>{{usd, 10'000, 1}};
    shop.run(stores::save_store(shop.floor.db, shop.floor.worker_db, store));
    shop.run(shop.directory->refresh(shop.floor.worker_db));
    auto card = tenders::new_card_code();
    shop.database.run("insert into tenders.accounts (store_id, id, kind, currency, balance, code_hash, last_four) select store_id, gen_random_uuid(), 'gift_card', 'USD', 5000, sha256('" + card.str() +
                      "'), '" + card.str().substr(12) + "' from stores.stores");
    browser.post("/currency", {{"currency", "USD"}, {"return_to", "/cart"}});
    add();
    EXPECT_TRUE(has(browser.get("/cart"), format_for_people({500, usd})));
    browser.post("/cart/codes", guarded(text(browser.get("/cart")), {{"code", card.str()}, {"return_to", "/cart"}}));
    browser.post("/checkout/information", guarded(text(browser.get("/checkout/information")), home));
    browser.post("/checkout/delivery", guarded(text(browser.get("/checkout/delivery")), {{"option", hidden_option()}}));
    EXPECT_EQ(header(browser.get("/checkout/payment"), "Location"), "/checkout/review");
    auto review = text(browser.get("/checkout/review"));
    EXPECT_EQ(hidden(review, "currency"), "USD");
    EXPECT_NE(review.find("Nothing is left to pay"), std::string::npos);
    // Trap 20: another currency in the middle of the checkout prices the cart anew; what the buyer saw is not ordered.
    browser.post("/currency", {{"currency", "PKR"}, {"return_to", "/cart"}});
    auto changed = browser.post("/checkout/review", guarded(review, {{"expected_total", hidden(review, "expected_total")}, {"currency", "USD"}}));
    EXPECT_EQ(header(changed, "Location"), "/checkout/review");
    EXPECT_EQ(shop.count("select count(*) from orders.orders"), 0);
    browser.post("/currency", {{"currency", "USD"}, {"return_to", "/cart"}});
    review = text(browser.get("/checkout/review"));
    auto placed = browser.post("/checkout/review", guarded(review, {{"expected_total", hidden(review, "expected_total")}, {"currency", "USD"}}));
    ASSERT_TRUE(header(placed, "Location").starts_with("/orders/ord_")) << header(placed, "Location");
    shop.run_due_jobs(clock_now() + std::chrono::minutes(2));
    EXPECT_EQ(shop.count("select count(*) from orders.orders where state = 'paid' and currency = 'USD' and payable = 0"), 1);
}

TEST_F(Buying, an_order_is_shown_to_its_buyer_alone) {
    auto review = go_to_review();
    auto where = header(browser.post("/checkout/review", guarded(review, {{"expected_total", hidden(review, "expected_total")}})), "Location");
    ASSERT_TRUE(where.starts_with("/orders/"));
    Browser stranger(shop);
    EXPECT_EQ(stranger.get(where).status, 404);
    EXPECT_EQ(stranger.get(where + "?token=guessed").status, 404);
    EXPECT_FALSE(stranger.cookies.contains("orders"));
    EXPECT_EQ(stranger.get(where).status, 404);
}

TEST_F(Buying, a_proof_of_the_transfer_is_sent_by_a_form_alone) {
    auto review = go_to_review();
    auto where = header(browser.post("/checkout/review", guarded(review, {{"expected_total", hidden(review, "expected_total")}})), "Location");
    auto page = text(browser.get(where));
    EXPECT_NE(page.find("enctype=\"multipart/form-data\""), std::string::npos);
    auto csrf = hidden(page, "csrf");
    auto proofs = [&] { return shop.count("select count(*) from payments.proofs where media_type = 'application/pdf'"); };
    EXPECT_EQ(header(browser.post_file(where + "/proof", csrf, "%PDF-1.7 a slip"), "Location"), where);
    EXPECT_TRUE(has(browser.get(where), "We have your file"));
    EXPECT_TRUE(has(browser.get(where), "1 file received."));
    EXPECT_EQ(proofs(), 1);
    browser.post_file(where + "/proof", csrf, "<html><script>alert(1)</script>");
    EXPECT_TRUE(has(browser.get(where), "Send a picture"));
    browser.post_file(where + "/proof", "guessed", "%PDF-1.7 another");
    browser.post_file(where + "/proof", csrf, "%PDF-1.7 another", "cross-site");
    Browser stranger(shop);
    EXPECT_EQ(stranger.post_file(where + "/proof", csrf, "%PDF-1.7 another").status, 404);
    EXPECT_EQ(proofs(), 1);
    EXPECT_EQ(shop.count("select count(*) from payments.proofs"), 1);
}

TEST_F(Buying, what_paying_at_the_door_costs_is_shown_before_it_is_chosen_and_is_part_of_the_total) {
    auto store = *shop.directory->by_id(shop.ctx.store);
    store.payment_methods = {"bank_transfer", "cash_on_delivery"};
    store.payment_settings = {{{"cash_on_delivery_fee", "75.00"}}};
    shop.run(stores::save_store(shop.floor.db, shop.floor.worker_db, store));
    shop.run(shop.directory->refresh(shop.floor.worker_db));
    go_to_review();
    auto payment = browser.get("/checkout/payment");
    EXPECT_TRUE(has(payment, "+ Rs 75"));
    browser.post("/checkout/payment", guarded(text(payment), {{"method", "cash_on_delivery"}}));
    auto review = text(browser.get("/checkout/review"));
    EXPECT_EQ(hidden(review, "expected_total"), "77500") << "two pens, delivery and the fee";
    auto placed = browser.post("/checkout/review", guarded(review, {{"expected_total", hidden(review, "expected_total")}}));
    ASSERT_TRUE(header(placed, "Location").starts_with("/orders/")) << header(placed, "Location");
    EXPECT_EQ(shop.count("select fee from orders.orders where total = 77500"), 7'500);
    EXPECT_EQ(shop.count("select -minor from ledger.lines where account = 'surcharges'"), 7'500);
    EXPECT_TRUE(has(browser.get(header(placed, "Location")), "Rs 75"));
}

TEST_F(Buying, removing_the_last_line_leaves_an_empty_cart) {
    add();
    auto cart = text(browser.get("/cart"));
    auto action = cart.find("action=\"/cart/lines/line_");
    ASSERT_NE(action, std::string::npos);
    auto path = cart.substr(action + 8, cart.find('"', action + 8) - action - 8);
    browser.post(path, guarded(cart, {{"version", hidden(cart, "version")}, {"quantity", "2"}, {"action", "less"}}));
    EXPECT_TRUE(browser.cookies["cart_state"].ends_with(".1"));
    cart = text(browser.get("/cart"));
    browser.post(path, guarded(cart, {{"version", hidden(cart, "version")}, {"quantity", "1"}, {"action", "less"}}));
    EXPECT_TRUE(has(browser.get("/cart"), "Your cart is empty."));
}

TEST_F(Buying, a_page_that_is_not_there_is_a_page) {
    auto answer = browser.get("/no/such/page");
    EXPECT_EQ(answer.status, 404);
    EXPECT_TRUE(has(answer, "We could not find that page."));
    EXPECT_TRUE(has(answer, "role=\"search\""));
}

}  // namespace vitrine::storefront
