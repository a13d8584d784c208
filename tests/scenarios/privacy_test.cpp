// A person asks for their data, and to be forgotten: nothing of them is left in a dump of the whole database, and the books still balance.
#include <gtest/gtest.h>

#include <cstdio>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "io/pg/cluster_place.h"
#include "modules/documents/personal/api.h"
#include "modules/privacy/api.h"
#include "modules/privacy/rules.h"
#include "modules/privacy/settings.h"
#include "tests/shop/postbox_stand.h"
#include "tests/shop/return_desk.h"

namespace vitrine::test {
namespace {

using privacy::RequestState;

const std::string mailbox = "Zubaida.Qureshi@example.com", full_name = "Zubaida Qureshi", street = "77 Nightingale Crescent", phone = "+923007654321", ip = "198.51.100.77",
                  own_words = "The seam of my zebra-striped notebook broke", password = "seven green notebooks";

/// All of the database as text, as an intruder who got hold of a dump would have it.
std::string dump_of(const TestDatabase& database) {
    auto folder = pg::newest_binaries();
    std::FILE* pipe = popen((folder + "/pg_dump --no-owner \"" + database.owner() + "\"").c_str(), "r");
    if (!pipe) throw std::runtime_error("pg_dump does not start");
    std::string out, part(1 << 16, '\0');
    while (size_t count = std::fread(part.data(), 1, part.size(), pipe)) out.append(part.data(), count);
    if (pclose(pipe) != 0) throw std::runtime_error("pg_dump failed");
    return out;
}

/// As a dump shows the bytes of this text.
std::string hex_of(const std::string& text) {
    std::string out;
    for (unsigned char c : text) out += fmt::format("{:02x}", c);
    return out;
}

struct Privacy : testing::Test {
    ReturnDesk desk;
    Shop& shop = desk.shop;
    PostboxStand post{shop};
    Duration ahead{};

    Ctx ctx() {
        auto now = shop.ctx;
        now.now = clock_now() + ahead;
        now.role = Role::guest;
        return now;
    }
    Ctx as(const accounts::Person& person) {
        auto now = ctx();
        now.role = Role::customer;
        now.actor = person.text();
        return now;
    }
    static accounts::Visitor device() { return {ip, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "", ""}; }
    void work() { shop.run_due_jobs(clock_now() + ahead); }
    std::string token_in_mail(std::string_view subject) {
        work();
        auto mails = post.mails(mailbox, subject);
        if (mails.empty()) return {};
        const auto& text = mails.back().message.text;
        auto at = text.find("token=");
        return at == std::string::npos ? std::string() : text.substr(at + 6, text.find_first_of(" \r\n", at) - at - 6);
    }
    accounts::Person registered() {
        auto asked = shop.run(accounts::register_customer(shop.app, ctx(), {*Email::parse(mailbox), *Text<1, 120>::parse(full_name), password}, device()));
        EXPECT_TRUE(asked.has_value());
        auto opened = shop.run(accounts::confirm_registration(shop.app, ctx(), token_in_mail("Confirm"), password, device()));
        EXPECT_TRUE(opened.has_value()) << opened.error().code;
        return opened->person;
    }
    static carts::Addresses home() {
        carts::Address address{.name = *Text<1, 120>::parse(full_name), .line1 = *Text<1, 160>::parse(street), .city = *Text<1, 80>::parse("Lahore"), .country = *CountryCode::parse("PK"),
                               .phone = Phone::parse(phone)};
        return {*Email::parse(mailbox), address, {}, {}};
    }
    Shop::Cart cart(std::int64_t quantity) {
        auto cart = shop.cart_ready_to_place({{desk.pen, quantity}});
        auto ready = shop.run(carts::set_addresses(shop.app, shop.ctx, cart.id, cart.access, home()));
        EXPECT_TRUE(ready.has_value());
        cart.version = ready->version;
        return cart;
    }
    orders::OrderView paid(std::int64_t quantity) {
        auto attempt = shop.place(cart(quantity), "", "stripe");
        if (!attempt.result) throw std::runtime_error(attempt.refusal());
        auto order = attempt.order();
        desk.till.stripe.pay(desk.till.intent_of(order.payment));
        desk.till.verify(order.payment);
        work();
        return order;
    }
    orders::OrderView delivered(std::int64_t quantity) {
        auto order = paid(quantity);
        desk.deliver(order.id);
        return order;
    }
    template <class T>
    static std::string refusal(const Result<T>& result) {
        return result ? "" : result.error().code;
    }
    std::int64_t found(const std::string& dump, const std::string& needle) {
        std::int64_t count = 0;
        auto lower = lower_ascii(dump), wanted = lower_ascii(needle);
        for (const auto& form : {wanted, hex_of(needle)})
            for (size_t at = 0; (at = lower.find(form, at)) != std::string::npos; at += form.size()) {
                if (++count <= 3) ADD_FAILURE() << needle << " stands in: …" << lower.substr(at > 200 ? at - 200 : 0, 400);
            }
        return count;
    }
    std::int64_t count_quietly(const std::string& dump, const std::string& needle) {
        std::int64_t count = 0;
        auto lower = lower_ascii(dump), wanted = lower_ascii(needle);
        for (size_t at = 0; (at = lower.find(wanted, at)) != std::string::npos; at += wanted.size()) ++count;
        return count;
    }
    /// What arrives by ways that this test does not walk: gateways' and couriers' bodies, programs that were told, jobs that failed, searches, risk, parcels, notes.
    void plant(const orders::OrderView& order, const accounts::Person& person) {
        auto order_id = uuid_text(order.id.value), payment = uuid_text(order.payment.value), store = uuid_text(shop.ctx.store.value), ref = order.id.text();
        auto body = "{\"buyer\": \"" + full_name + "\", \"email\": \"" + mailbox + "\", \"phone\": \"" + phone + "\", \"street\": \"" + street + "\", \"ip\": \"" + ip + "\"}";
        shop.database.run("insert into payments.webhook_inbox (store_id, gateway, event, kind, claimed_payment, headers, body, received_at, state, note) values ('" + store + "', 'stripe', 'evt_planted', 'x', '" +
                          order.payment.text() + "', '{\"x-forwarded-for\": \"" + ip + "\"}', convert_to('" + body + "', 'UTF8'), now(), 'done', 'said " + full_name + "')");
        shop.database.run("insert into outgoing.deliveries (store_id, id, endpoint, event, event_name, aggregate, sequence, body, created_at) values ('" + store + "', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), "
                          "'orders.placed', '" + ref + "', 1, '" + body + "', now())");
        shop.database.run("insert into outgoing.attempts (store_id, delivery, number, at, status, took_ms, error, answer) select store_id, id, 1, now(), 500, 1, 'no such buyer as " + full_name + "', body from outgoing.deliveries where event_name = 'orders.placed' and body like '%" + mailbox + "%'");
        shop.database.run("insert into jobs.jobs (store_id, id, kind, aggregate, turn, payload, due, state, parked_at, last_error, request_id) values ('" + store + "', gen_random_uuid(), 'x.parked', '" + ref + "', 1, '" + body +
                          "', now() + interval '1 year', 'parked', now(), 'cannot write to " + mailbox + " from " + ip + "', 'req')");
        shop.database.run("insert into jobs.events (store_id, id, name, aggregate, sequence, payload, actor, request_id, at) values ('" + store + "', gen_random_uuid(), 'x.happened', '" + ref + "', (select max(e.sequence) + 1 from jobs.events e where e.aggregate = '" + ref + "'), '" + body + "', '" +
                          person.text() + "', 'req', now())");
        shop.database.run("insert into search.queries (store_id, day, query, searches) values ('" + store + "', current_date, lower('" + full_name + "'), 2), ('" + store + "', current_date, 'green pens', 3)");
        shop.database.run("insert into risk.assessments (store_id, order_ref, order_number, placed_at, facts, assessment, keys) values ('" + store + "', '" + ref + "', '" + order.number + "', now(), '{\"email\": \"" +
                          lower_ascii(mailbox) + "\", \"ip\": \"" + ip + "\", \"ship_address\": \"abc\"}', '{\"fired\": [{\"saw\": \"" + ip + "\"}]}', '{ip:198.51.100.0/24}') on conflict do nothing");
        shop.database.run("insert into risk.reviews (store_id, id, order_ref, order_number, basis, total, currency, email, state, assessment, on_expiry, opened_at, expires_at, decided_at, decided_by, reason) values ('" + store +
                          "', gen_random_uuid(), '" + ref + "', '1', 'paid', 1, 'PKR', '" + mailbox + "', 'approved', '{}', 'approve', now(), now(), now(), 'usr_x', 'spoke to " + full_name + "')");
        shop.database.run("insert into fulfilment.plans (store_id, order_id, order_number) values ('" + store + "', '" + order_id + "', '1') on conflict do nothing");
        shop.database.run("insert into fulfilment.parcels (store_id, id, order_id, order_number, position, is_return, courier, reference, contents, collect, currency, created_at, state, since, awb, label, label_type, label_url, changed_at) "
                          "values ('" + store + "', gen_random_uuid(), '" + order_id + "', '1', 99, false, 'tcs', 'planted', '{\"customer\": {\"name\": \"" + full_name + "\", \"address\": \"" + street + "\", \"phone\": \"" + phone +
                          "\"}}', 0, 'PKR', now(), 'delivered', now(), 'AWB99', convert_to('" + full_name + "', 'UTF8'), 'text/plain', 'https://labels.example/" + phone + "', now())");
        shop.database.run("insert into fulfilment.messages (store_id, courier, event, awb, words, body, received_at, state) values ('" + store + "', 'tcs', 'planted', 'AWB99', 'handed to " + full_name + "', convert_to('" + body +
                          "', 'UTF8'), now(), 'done')");
        shop.database.run("insert into orders.notes (store_id, order_id, id, kind, words, at) values ('" + store + "', '" + order_id + "', gen_random_uuid(), 'internal', 'called " + phone + "', now())");
        shop.database.run("insert into orders.happenings (store_id, order_id, kind, words, is_visible, at) values ('" + store + "', '" + order_id + "', 'address_changed', 'before: " + full_name + ", " + street + "', false, now())");
        shop.database.run("insert into payments.proofs (store_id, id, payment, media_type, bytes, sha256) values ('" + store + "', gen_random_uuid(), '" + payment + "', 'image/png', convert_to('" + full_name +
                          "', 'UTF8'), decode(repeat('ab', 32), 'hex'))");
        auto customer = uuid_text(person.id);
        shop.database.run("insert into flags.testers (store_id, key, customer) values ('" + store + "', 'live-cart', '" + customer + "')");
        shop.database.run("insert into launch.signups (store_id, id, mailbox, mailbox_key, made_at, asked_at) values ('" + store + "', gen_random_uuid(), '" + mailbox + "', lower('" + mailbox + "'), now(), now())");
        shop.database.run("insert into consent.answers (store_id, id, customer, analytics, text_version, at) values ('" + store + "', gen_random_uuid(), '" + customer + "', true, 1, now())");
        shop.database.run("insert into accounts.attempts (store_id, id, subject, network, outcome, at) values ('" + store + "', gen_random_uuid(), decode(repeat('ab', 32), 'hex'), '" + ip + "', 'wrong', now())");
    }
};

const std::vector<std::string> needles{mailbox, full_name, "Qureshi", "Zubaida", street, phone, ip, own_words};

TEST_F(Privacy, leaves_no_trace_of_a_person_in_a_dump_and_the_books_in_balance) {
    auto person = registered();
    shop.run(accounts::save_address(shop.app, as(person), person, {}, {*Text<1, 120>::parse(full_name), *Text<1, 160>::parse(street), {}, *Text<1, 80>::parse("Lahore"), {}, {}, *CountryCode::parse("PK"), Phone::parse(phone)}, true, {}));
    cart(3);  // left alone
    auto kept = delivered(2), returned = delivered(4);
    auto wish = ReturnDesk::wish({{1, 2}});
    wish.words = Text<0, 1'000>::parse(own_words);
    auto asked = desk.try_to_ask(returned, wish);
    ASSERT_TRUE(asked.has_value()) << asked.error().code;
    auto back = asked->view.id;
    desk.approve(back);
    desk.receive(back);
    ASSERT_TRUE(desk.inspect(back, {{1, 2, 0, 0}}).has_value());
    ASSERT_TRUE(desk.settle(back).has_value());
    work();
    auto invoice = shop.run(documents::issue_invoice(shop.app, desk.staff(), kept.id));
    ASSERT_TRUE(invoice.has_value()) << invoice.error().code;
    plant(kept, person);
    auto before = dump_of(shop.database);
    for (const auto& needle : needles) EXPECT_GT(count_quietly(before, needle), 0) << needle << ": the test would find nothing anyway";

    auto wanted = shop.run(privacy::ask_for_deletion(shop.app, as(person), person, password, device()));
    ASSERT_TRUE(wanted.has_value()) << wanted.error().code << " " << wanted.error().detail;
    EXPECT_EQ(wanted->state, RequestState::waiting);
    work();
    EXPECT_EQ(post.mails(mailbox, "going to be deleted").size(), 1u);
    EXPECT_GT(count_quietly(dump_of(shop.database), full_name), 0) << "nothing goes before its time";
    ahead = 15 * 24h;
    work();
    EXPECT_EQ(shop.count("select count(*) from privacy.requests where state = 'done'"), 1);

    auto after = dump_of(shop.database);
    for (const auto& needle : needles) EXPECT_EQ(found(after, needle), 0) << needle;
    EXPECT_EQ(shop.count("select (select count(*) from flags.testers) + (select count(*) from launch.signups) + (select count(customer) from consent.answers)"), 0);
    EXPECT_EQ(shop.count("select count(*) from search.queries where query = 'green pens'"), 1) << "what others searched for stays";
    EXPECT_EQ(shop.count("select count(*) from orders.orders"), 2) << "orders are the store's books";
    EXPECT_EQ(shop.count("select sum(total)::bigint from orders.orders"), kept.total.minor + returned.total.minor);
    auto report = shop.run(verify::verify(shop.floor.db, shop.directory->all(), clock_now() + ahead));
    EXPECT_TRUE(report.is_clean()) << verify::table_of(report);
    EXPECT_EQ(shop.count("select count(*) from jobs.jobs where kind = 'x.parked' and state = 'parked'"), 1) << "a job that failed waits for a person as before";
    shop.database.run("delete from jobs.jobs where kind = 'x.parked'");
    desk.till.expect_sound();
    auto order = shop.run(orders::view(shop.app, desk.staff(), kept.id, {}));
    ASSERT_TRUE(order.has_value()) << "an order of nobody can still be read";
    EXPECT_EQ(order->shipping_address.name.str(), "Erased");
    EXPECT_EQ(order->shipping_address.country.str(), "PK");

    auto original = shop.run(documents::print_original(shop.app, desk.staff(), invoice->id));
    ASSERT_TRUE(original.has_value()) << original.error().code;
    EXPECT_TRUE(original->bytes.starts_with("%PDF"));
    EXPECT_TRUE(shop.run(documents::print(shop.app, desk.staff(), invoice->id)).has_value()) << "and without the buyer as ever";
    shop.config.master_key = "another-master-key";
    EXPECT_EQ(refusal(shop.run(documents::print_original(shop.app, desk.staff(), invoice->id))), "documents.seal_over") << "the database alone opens no seal";
}

TEST_F(Privacy, waits_while_something_is_open) {
    auto person = registered();
    auto order = paid(1);
    auto refused = shop.run(privacy::ask_for_deletion(shop.app, as(person), person, password, device()));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, "privacy.bound");
    EXPECT_EQ(refused.error().status, 409);
    ASSERT_FALSE(refused.error().errors.empty());
    EXPECT_EQ(refused.error().errors[0].code, "order_open");
    EXPECT_NE(refused.error().errors[0].detail.find(order.number), std::string::npos);
    desk.deliver(order.id);
    auto wanted = shop.run(privacy::ask_for_deletion(shop.app, as(person), person, password, device()));
    ASSERT_TRUE(wanted.has_value()) << wanted.error().detail;
    auto late = paid(1);  // ordered while the deletion waits
    ahead = 15 * 24h;
    work();
    EXPECT_EQ(shop.count("select count(*) from privacy.requests where state = 'waiting' and postponed = 1 and 'order_open' = any (waits_for)"), 1);
    EXPECT_EQ(shop.count("select count(*) from accounts.people where not is_blocked"), 1);
    desk.deliver(late.id);
    ahead += 25h;
    work();
    EXPECT_EQ(shop.count("select count(*) from privacy.requests where state = 'done'"), 1);
}

TEST_F(Privacy, a_deletion_is_taken_back_by_mail_and_asked_for_by_the_owner_alone) {
    auto person = registered();
    EXPECT_EQ(refusal(shop.run(privacy::ask_for_deletion(shop.app, as(person), person, "a guess", device()))), "accounts.credentials_wrong");
    auto wanted = shop.run(privacy::ask_for_deletion(shop.app, as(person), person, password, device()));
    ASSERT_TRUE(wanted.has_value());
    auto again = shop.run(privacy::ask_for_deletion(shop.app, as(person), person, password, device()));
    EXPECT_EQ(again->id, wanted->id) << "asking twice is asking once";
    auto token = token_in_mail("going to be deleted");
    ASSERT_FALSE(token.empty());
    EXPECT_EQ(refusal(shop.run(privacy::keep_account(shop.app, ctx(), wanted->id.text(), token + "x"))), "privacy.not_found");
    EXPECT_EQ(refusal(shop.run(privacy::keep_account(shop.app, ctx(), privacy::RequestId::next(clock_now()).text(), token))), "privacy.not_found");
    auto kept = shop.run(privacy::keep_account(shop.app, ctx(), wanted->id.text(), token));
    ASSERT_TRUE(kept.has_value()) << kept.error().code;
    EXPECT_EQ(kept->state, RequestState::withdrawn);
    EXPECT_TRUE(shop.run(privacy::keep_account(shop.app, ctx(), wanted->id.text(), token)).has_value()) << "opening the link again changes nothing";
    ahead = 30 * 24h;
    work();
    EXPECT_TRUE(shop.run(accounts::profile(shop.app, as(person), person)).has_value()) << "the account is there";
}

TEST_F(Privacy, a_copy_holds_everything_of_the_person_and_opens_for_nobody_else) {
    auto person = registered();
    auto order = delivered(2);
    auto other = shop.place(shop.cart_ready_to_place({{desk.pen, 1}})).order();
    auto wanted = shop.run(privacy::ask_for_copy(shop.app, as(person), person));
    ASSERT_TRUE(wanted.has_value());
    EXPECT_EQ(refusal(shop.run(privacy::fetch_copy(shop.app, as(person), wanted->id, person))), "privacy.not_found") << "it is not made yet";
    work();
    EXPECT_EQ(post.mails(mailbox, "is ready").size(), 1u);
    auto copy = shop.run(privacy::fetch_copy(shop.app, as(person), wanted->id, person));
    ASSERT_TRUE(copy.has_value()) << copy.error().code;
    auto data = boost::json::parse(*copy).at("data").as_object();
    EXPECT_EQ(data.at("accounts").at("account").at("email").as_string(), boost::json::string_view(mailbox));
    EXPECT_EQ(data.at("orders").at("orders").as_array().size(), 1u);
    EXPECT_EQ(data.at("orders").at("orders").at(0).at("number").as_string(), boost::json::string_view(order.number));
    for (const auto* part : {"carts", "payments", "notices", "jobs", "risk", "returns", "tenders", "promotions", "documents", "outgoing", "fulfilment", "privacy"}) EXPECT_TRUE(data.contains(part)) << part;
    for (const auto& secret : {std::string("password_hash\""), std::string("token_hash"), std::string("ayesha@example.com"), other.number}) EXPECT_EQ(copy->find(secret), std::string::npos) << secret;
    auto stranger = accounts::Person{accounts::Kind::customer, new_uuid(clock_now())};
    EXPECT_EQ(refusal(shop.run(privacy::fetch_copy(shop.app, as(stranger), wanted->id, stranger))), "privacy.not_found");
    EXPECT_EQ(copy->find("\"mailboxes\":["), copy->rfind("\"mailboxes\":["));
    EXPECT_EQ(count_quietly(dump_of(shop.database), "\"mailboxes\":["), 0) << "the file stands sealed";
    ahead = 8 * 24h;
    EXPECT_EQ(refusal(shop.run(privacy::fetch_copy(shop.app, as(person), wanted->id, person))), "privacy.file_over");
}

TEST_F(Privacy, staff_forgets_a_mailbox_without_an_account_and_says_nothing_of_whom) {
    auto order = delivered(1);
    auto none = shop.run(privacy::delete_now(shop.app, desk.staff(), *Email::parse("nobody@example.com")));
    EXPECT_EQ(refusal(none), "privacy.nobody");
    auto done = shop.run(privacy::delete_now(shop.app, desk.staff(), *Email::parse(mailbox)));
    ASSERT_TRUE(done.has_value()) << done.error().detail;
    EXPECT_EQ(done->state, RequestState::done);
    auto after = dump_of(shop.database);
    for (const auto& needle : {mailbox, full_name, street, phone}) EXPECT_EQ(found(after, needle), 0) << needle;
    EXPECT_EQ(shop.count("select count(*) from privacy.requests where kind = 'deletion' and asked_by = 'key_test' and ended_by = 'key_test'"), 1);
    EXPECT_EQ(refusal(shop.run(privacy::delete_now(shop.app, desk.staff(), *Email::parse(mailbox)))), "privacy.nobody") << "there is nothing of them any more";
}

TEST_F(Privacy, what_is_kept_for_a_time_only_goes_when_it_is_over_and_nothing_open_does) {
    auto store = uuid_text(shop.ctx.store.value);
    auto in_store = [&](const std::string& sql) { shop.database.run(sql); };
    cart(1);
    for (int i = 0; i < 3; ++i) cart(1);
    in_store("update carts.carts set updated_at = now() - interval '91 days' where id in (select id from carts.carts order by id limit 3)");
    auto message = [&](const std::string& event, const std::string& state, int days) {
        in_store("insert into payments.webhook_inbox (store_id, gateway, event, kind, headers, body, received_at, state) values ('" + store + "', 'stripe', '" + event + "', 'x', '{\"a\": \"b\"}', 'raw', now() - interval '" + std::to_string(days) +
                 " days', '" + state + "')");
    };
    message("old", "done", 181);
    message("young", "done", 179);
    message("unread", "received", 400);
    in_store("insert into search.queries (store_id, day, query, searches) values ('" + store + "', current_date - 401, 'old pens', 1), ('" + store + "', current_date - 399, 'pens', 1)");
    shop.run(privacy::tidy_nightly(shop.app, {shop.ctx.store}, clock_now()));
    shop.run(privacy::tidy_nightly(shop.app, {shop.ctx.store}, clock_now()));
    EXPECT_EQ(shop.count("select count(*) from jobs.jobs where kind = 'privacy.tidy'"), 1) << "one a store, however many processes ask";
    EXPECT_EQ(shop.count("select count(*) from carts.carts"), 4) << "not before the night";
    shop.database.run("update jobs.jobs set due = now() where kind = 'privacy.tidy'");
    shop.run_due_jobs();
    EXPECT_EQ(shop.count("select count(*) from carts.carts"), 1);
    EXPECT_EQ(shop.count("select count(*) from payments.webhook_inbox where body = '' and headers = '{}' and event = 'old'"), 1);
    EXPECT_EQ(shop.count("select count(*) from payments.webhook_inbox where body <> ''"), 2) << "what is young or not worked yet stays";
    EXPECT_EQ(shop.count("select count(*) from search.queries"), 1);
    EXPECT_EQ(shop.count("select count(*) from jobs.jobs where kind = 'privacy.tidy' and due > now()"), 1) << "and again the next night";

    privacy::PrivacySettings settings;
    settings.days_kept = privacy::Retention{.gateway_messages = privacy::Days{10}};
    ASSERT_TRUE(shop.run(privacy::set_settings(shop.app, desk.staff(), {}, settings)).has_value());
    shop.database.run("update jobs.jobs set due = now() where kind = 'privacy.tidy'");
    shop.run_due_jobs();
    EXPECT_EQ(shop.count("select count(*) from payments.webhook_inbox where body <> ''"), 1) << "as the store says";
    EXPECT_EQ(refusal(shop.run(privacy::set_settings(shop.app, desk.staff(), 7, settings))), "request.stale_version");
}

}  // namespace
}  // namespace vitrine::test
