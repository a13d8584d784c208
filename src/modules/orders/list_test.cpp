// The list of orders: what each filter finds, and by which plan. In the short form on thousands of generated orders, with VITRINE_LONG on a million, timed.
#include "modules/orders/list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include <fmt/format.h>

#include "io/pg/migrate.h"
#include "io/pg/session.h"
#include "modules/orders/sql.h"
#include "tests/shop/long.h"
#include "tests/shop/shop.h"

namespace vitrine::orders {
namespace {

using test::Shop;

/// Orders as years of business leave them: most are done, few are open, some customers come again and again.
struct Archive {
    Shop shop;
    int count;

    explicit Archive(int orders) : count(orders) {
        auto store = uuid_text(shop.ctx.store.value);
        auto script = fmt::format(R"(
set session_replication_role = replica;
insert into orders.orders (store_id, id, number, state, cart, email, shipping_address, currency, subtotal, discount, tax, shipping, total, payable, shipping_gross, refunded, paid_at, shipping_name,
                           payment_method, payment, placed_at, expires_at)
select '{0}', md5('order ' || n)::uuid, 'T-' || 100000 + n,
       case when n % 1000 = 0 then 'on_hold' when n % 50 = 1 then 'pending_payment' when n % 20 = 2 then 'cancelled' when n % 97 = 3 then 'refunded' when n % 100 = 4 then 'paid'
            when n % 100 = 5 then 'processing' when n % 200 = 6 then 'packed' when n % 60 = 7 then 'shipped' when n % 30 = 8 then 'delivered' else 'completed' end,
       md5('cart ' || n)::uuid, 'Buyer' || n % greatest({1} / 5, 1) || '@example.com',
       jsonb_build_object('name', 'Buyer ' || (array['Ahmed', 'Ayesha', 'Bilal', 'Fatima', 'Hassan'])[1 + n % 5] || ' Khan' || n % 3000, 'line1', '1 Road', 'city',
                          (array['Lahore', 'Karachi', 'Multan'])[1 + n % 3], 'country', 'PK', 'phone', '0300' || 1000000 + n),
       'PKR', 10000 + (n::bigint * 7919) % 5000000, 0, 0, 0, 10000 + (n::bigint * 7919) % 5000000, 10000 + (n::bigint * 7919) % 5000000, 0,
       case when n % 97 = 3 then 10000 + (n::bigint * 7919) % 5000000 when n % 211 = 9 then 100 else 0 end, case when n % 50 = 1 or n % 20 = 2 then null else now() end, 'Standard',
       (array['stripe', 'bank_transfer', 'cash_on_delivery', 'jazzcash'])[1 + n % 4], md5('payment ' || n)::uuid, now() - n * interval '60 seconds', now()
from generate_series(1, {1}) as n;
insert into orders.lines (store_id, order_id, position, variant, sku, title, product_slug, quantity, unit_price, total, net, gross)
select '{0}', md5('order ' || n)::uuid, 1, md5('variant ' || n % 5000)::uuid, 'SKU-' || n % 5000, 'An article', 'article', 1, 100, 100, 100, 100 from generate_series(1, {1}) as n;
insert into orders.words (store_id, word, order_id)
select '{0}', w.word, o.id from orders.orders o, regexp_split_to_table(lower(concat_ws(' ', o.shipping_address ->> 'name', o.shipping_address ->> 'city', o.shipping_address ->> 'phone')), ' ') as w (word);
set session_replication_role = origin;
analyze orders.orders; analyze orders.lines; analyze orders.words;)",
                                  store, orders);
        shop.database.run(script);
    }
    OrderPage list(OrderFilter filter) {
        auto ctx = shop.ctx;
        ctx.now = clock_now();
        auto page = shop.run(orders::list(shop.app, ctx, std::move(filter)));
        if (!page) throw std::runtime_error(page.error().code);
        return *page;
    }
    /// Everything a filter finds, page by page.
    std::vector<ListedOrder> all(OrderFilter filter) {
        std::vector<ListedOrder> found;
        for (;;) {
            auto page = list(filter);
            found.insert(found.end(), page.items.begin(), page.items.end());
            if (!page.next_cursor) return found;
            filter.cursor = page.next_cursor;
        }
    }
};

template <class T>
T known(const std::string& text) {
    return *T::parse(text);
}

/// Every filter that the list offers, and combinations that are asked for, with values that few or many orders have.
std::map<std::string, OrderFilter> filters(int orders) {
    auto now = clock_now();
    auto text = [](const std::string& words) { return OrderFilter{.text = known<Text<1, 200>>(words)}; };
    std::map<std::string, OrderFilter> all{
        {"nothing", {}},
        {"state, common", {.state = State::completed}},
        {"state, rare", {.state = State::on_hold}},
        {"payment, common", {.payment_state = PaymentState::paid}},
        {"payment, rare", {.payment_state = PaymentState::part_refunded}},
        {"payment, none", {.payment_state = PaymentState::promised}},
        {"state and payment", {.state = State::completed, .payment_state = PaymentState::part_refunded}},
        {"state and payment that exclude each other", {.state = State::completed, .payment_state = PaymentState::unpaid}},
        {"method", {.method = known<Text<1, 40>>("jazzcash")}},
        {"method, unknown", {.method = known<Text<1, 40>>("cheque")}},
        {"state and method", {.state = State::pending_payment, .method = known<Text<1, 40>>("stripe")}},
        {"days", {.from = now - std::chrono::minutes(orders / 2 + 100), .until = now - std::chrono::minutes(orders / 2)}},
        {"days and state", {.state = State::cancelled, .from = now - std::chrono::minutes(orders), .until = now - std::chrono::minutes(orders / 2)}},
        {"total, narrow", {.total_min = 1'000'000, .total_max = 1'000'500}},
        {"total, wide", {.total_min = 1'000'000}},
        {"total, above all", {.total_min = 900'000'000}},
        {"total and state", {.state = State::on_hold, .total_min = 1'000'000, .total_max = 3'000'000}},
        {"e-mail", {.email = known<Text<1, 254>>("BUYER7@example.com")}},
        {"e-mail, unknown", {.email = known<Text<1, 254>>("nobody@example.com")}},
        {"number", {.number = known<Text<1, 40>>("T-100007")}},
        {"article", {.sku = known<Text<1, 64>>("SKU-7")}},
        {"article and state", {.state = State::completed, .sku = known<Text<1, 64>>("SKU-7")}},
        {"article, unknown", {.sku = known<Text<1, 64>>("NO-SUCH")}},
        {"words, common", text("ahmed")},
        {"words, rare", text("khan77 fatima")},
        {"words, common twice", text("ahmed lahore")},
        {"words, unknown", text("zzyzx")},
        {"phone", text("03001000011")},
        {"text that is a number", text("t-100011")},
        {"text that is an address", text("Buyer7@example.com")},
        {"words and state", {.state = State::on_hold, .text = known<Text<1, 200>>("lahore")}},
    };
    return all;
}

TEST(order_list, finds_what_each_filter_says) {
    Archive archive(3'000);
    auto every = archive.all({.limit = Whole<1, 200>{200}});
    EXPECT_EQ(every.size(), 3'000u);
    EXPECT_TRUE(std::ranges::is_sorted(every, std::greater(), &ListedOrder::placed_at));
    auto counted = [&](auto fits) { return size_t(std::ranges::count_if(every, fits)); };
    auto expect_same = [&](OrderFilter filter, auto fits) {
        filter.limit = Whole<1, 200>{70};
        auto found = archive.all(filter);
        EXPECT_EQ(found.size(), counted(fits)) << to_json(filter);
        EXPECT_TRUE(std::ranges::all_of(found, fits)) << to_json(filter);
        EXPECT_FALSE(found.empty()) << to_json(filter);
        std::set<OrderId> ids;
        for (const auto& order : found) EXPECT_TRUE(ids.insert(order.id).second) << "twice: " << order.number;
    };
    expect_same({.state = State::shipped}, [](const auto& o) { return o.state == State::shipped; });
    expect_same({.payment_state = PaymentState::refunded}, [](const auto& o) { return o.payment_state == PaymentState::refunded; });
    expect_same({.payment_state = PaymentState::part_refunded}, [](const auto& o) { return o.refunded > 0 && o.refunded < o.total; });
    expect_same({.payment_state = PaymentState::unpaid}, [](const auto& o) { return o.state == State::pending_payment; });
    expect_same({.method = known<Text<1, 40>>("stripe")}, [](const auto& o) { return o.payment_method == "stripe"; });
    expect_same({.total_min = 1'000'000, .total_max = 1'200'000}, [](const auto& o) { return o.total >= 1'000'000 && o.total <= 1'200'000; });
    expect_same({.email = known<Text<1, 254>>("BUYER7@example.com")}, [](const auto& o) { return o.email == "Buyer7@example.com"; });
    expect_same({.number = known<Text<1, 40>>("T-100123")}, [](const auto& o) { return o.number == "T-100123"; });
    expect_same({.text = known<Text<1, 200>>("t-100123")}, [](const auto& o) { return o.number == "T-100123"; });
    expect_same({.text = known<Text<1, 200>>("AYESHA, khan6")}, [](const auto& o) { return o.name == "Buyer Ayesha Khan6"; });
    expect_same({.state = State::completed, .text = known<Text<1, 200>>("bilal")}, [](const auto& o) { return o.state == State::completed && o.name.contains("Bilal"); });
    auto middle = every[1'500].placed_at;
    expect_same({.until = middle}, [&](const auto& o) { return o.placed_at < middle; });
    EXPECT_EQ(archive.all({.sku = known<Text<1, 64>>("SKU-77")}).size(), 1u);
    EXPECT_TRUE(archive.all({.currency = Currency::parse("USD")}).empty());
    EXPECT_TRUE(archive.all({.text = known<Text<1, 200>>("ayesha bilal")}).empty());
    EXPECT_TRUE(archive.list({.text = known<Text<1, 200>>("- .")}).items.empty()) << "a text without words finds nothing, not everything";
    EXPECT_EQ(archive.shop.run(orders::list(archive.shop.app, archive.shop.ctx, {.cursor = "nonsense"})).error().code, "request.invalid");
}

TEST(order_list, counts_states_up_to_a_limit) {
    Archive archive(3'000);
    std::map<State, std::int64_t> counts;
    for (const auto& one : archive.shop.run(count_states(archive.shop.app, archive.shop.ctx))) counts[one.state] = one.orders;
    EXPECT_EQ(counts.size(), 10u);
    EXPECT_EQ(counts[State::on_hold], 3);
    EXPECT_EQ(counts[State::completed], most_counted) << "that many, or more";
}

std::string text_of(pg::Session& session, const std::string& sql) {
    pg::ResultHandle result(PQexec(session.handle(), sql.c_str()));
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(session.handle()));
    std::string out;
    for (int i = 0; i < PQntuples(result.get()); ++i) out += std::string(PQgetvalue(result.get(), i, 0)) + "\n";
    return out;
}

/// The plan of a statement for these values, as the runtime role gets it behind row-level security.
std::string plan_of(pg::Session& session, const pg::Query<std::vector<ListedOrder>>& query) {
    auto& statement = *query.statement;
    pg::ResultHandle prepared(PQprepare(session.handle(), "plan", std::string(statement.sql).c_str(), int(statement.parameter_types.size()), statement.parameter_types.data()));
    if (PQresultStatus(prepared.get()) != PGRES_COMMAND_OK) throw std::runtime_error(PQerrorMessage(session.handle()));
    std::string values;
    for (size_t i = 0; i < query.parameters.values.size(); ++i) {
        const auto& value = query.parameters.values[i];
        std::string literal = "null";
        auto type = statement.parameter_types[i];
        if (value) {
            if (type == pg::oid::text) literal = "'" + *value + "'";
            else if (type == pg::oid::int8) literal = std::to_string(pg::Codec<std::int64_t>::decode(*value));
            else if (type == pg::oid::int4) literal = std::to_string(pg::Codec<std::int32_t>::decode(*value));
            else if (type == pg::oid::timestamptz) literal = "'" + format_rfc3339(pg::Codec<Instant>::decode(*value)) + "'";
            else if (type == pg::oid::uuid) literal = "'" + uuid_text(pg::Codec<Uuid>::decode(*value)) + "'";
            else throw std::logic_error("a parameter of a type this test does not write");
        }
        values += (values.empty() ? "" : ", ") + literal;
    }
    auto plan = text_of(session, "explain execute plan(" + values + ")");
    session.run("deallocate plan");
    return plan;
}

// Order list at any size: no filter reads the whole table. The plans are those of the statements the list sends, for the values it sends them with.
TEST(order_list, goes_by_an_index_whatever_is_asked_for) {
    Archive archive(test::rounds(20'000, 1'000'000));
    pg::Session session(archive.shop.database.runtime(), "vitrine_app");
    session.run("select set_config('vitrine.store', '" + uuid_text(archive.shop.ctx.store.value) + "', false), set_config('plan_cache_mode', 'force_custom_plan', false), set_config('enable_seqscan', 'on', false)");  // chosen, not forced
    for (const auto& [name, filter] : filters(archive.count)) {
        auto plan = plan_of(session, page_query(filter, clock_now(), "PKR"));
        for (auto whole : {"Seq Scan on orders", "Seq Scan on lines", "Seq Scan on words"}) EXPECT_EQ(plan.find(whole), std::string::npos) << name << "\n" << plan;
    }
    // The neighbour: without the indexes the same question reads everything, and this test would say so.
    archive.shop.database.run("drop index orders.orders_by_total; drop index orders.orders_by_time; drop index orders.orders_by_method; drop index orders.orders_by_state; drop index "
                              "orders.orders_by_payment_state; drop index orders.orders_by_both_states; drop index orders.orders_by_email");
    EXPECT_NE(plan_of(session, page_query({.total_min = 1'000'000}, clock_now(), "PKR")).find("Seq Scan on orders"), std::string::npos);
}

TEST(order_list, answers_any_filter_in_fifty_milliseconds_at_a_million_orders) {
    constexpr int tries = 20;
    Archive archive(test::rounds(2'000, 1'000'000));
    bool is_long = archive.count == 1'000'000;
    for (const auto& [name, filter] : filters(archive.count)) {
        std::vector<double> took;
        for (int i = 0; i < tries; ++i) {
            auto begun = std::chrono::steady_clock::now();
            auto page = archive.list(filter);
            took.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
            EXPECT_LE(page.items.size(), 50u);
        }
        std::ranges::sort(took);
        if (!is_long) continue;
        fmt::print("order list, {:>45}: median {:6.2f} ms, p95 {:6.2f} ms\n", name, took[tries / 2], took[tries * 95 / 100]);
        EXPECT_LT(took[tries * 95 / 100], 50.0) << name;
    }
}

TEST(order_words, are_what_people_type) {
    EXPECT_EQ(words_in("  Ayesha KHAN, (Lahore) 0300-1234567 a "), (std::vector<std::string>{"ayesha", "khan", "lahore", "0300", "1234567"}));
    EXPECT_EQ(words_in("khan Khan"), std::vector<std::string>{"khan"});
    EXPECT_TRUE(words_in(" ,.; x").empty());
    EXPECT_EQ(words_in(std::string(100, 'a'))[0].size(), 60u);
    auto urdu = words_in("عائشہ خان");
    EXPECT_EQ(urdu.size(), 2u);
    std::string longest;
    for (int i = 0; i < 40; ++i) longest += "ش";
    EXPECT_TRUE(is_utf8(words_in(longest)[0])) << "cut between letters";
}

// What was placed is found at once.
TEST(order_list, finds_an_order_that_was_just_placed) {
    Shop shop;
    auto placed = shop.place(shop.cart_ready_to_place({{shop.article("PEN-1", Shop::rupees(250), 3), 1}}));
    auto found = [&](const std::string& text) {
        auto ctx = shop.ctx;
        ctx.now = clock_now();
        return shop.run(orders::list(shop.app, ctx, {.text = known<Text<1, 200>>(text)}))->items.size();
    };
    EXPECT_EQ(found("ayesha"), 1u);
    EXPECT_EQ(found("LAHORE khan"), 1u);
    EXPECT_EQ(found(placed.order().number), 1u);
    EXPECT_EQ(found("Ayesha@Example.com"), 1u);
    EXPECT_EQ(found("karachi"), 0u);
}

// Orders from before the list had words are found by the words that new ones are found by.
TEST(order_words, of_old_orders_are_those_of_new_ones) {
    Shop shop;
    auto order = shop.place(shop.cart_ready_to_place({{shop.article("PEN-1", Shop::rupees(250), 3), 1}})).order();
    std::string longest;
    for (int i = 0; i < 40; ++i) longest += "ش";
    shop.database.run(R"(update orders.orders set shipping_address = shipping_address || '{"name": "ÉLODIE Şahin )" + longest + R"(", "city": "Bad-Aibling; Ost", "phone": "+923001234567"}',
                         billing_address = shipping_address || '{"name": ")" + std::string(70, 'A') + R"(", "city": "İzmir", "phone": "+905001234567"}')");
    auto expected = words_of(*shop.run(view(shop.app, [&] { auto ctx = shop.ctx; ctx.role = Role::staff; return ctx; }(), order.id, "")));
    for (const auto& migration : pg::embedded_migrations()) {
        if (migration.name != "orders/0070_desk.sql") continue;
        auto begin = migration.sql.find("insert into orders.words"), end = migration.sql.find("call vitrine.protect('orders.words'");
        shop.database.run("delete from orders.words;" + std::string(migration.sql.substr(begin, end - begin)));
    }
    std::string list;
    for (const auto& word : expected) list += (list.empty() ? "'" : ", '") + word + "'";
    EXPECT_EQ(shop.count("select count(*) from orders.words"), std::int64_t(expected.size()));
    EXPECT_EQ(shop.count("select count(*) from orders.words where word in (" + list + ")"), std::int64_t(expected.size()));
}

}  // namespace
}  // namespace vitrine::orders
