// The audit log: what staff change is in it, and whoever changes it afterwards is found out, by the entry's id.
#include "modules/audit/api.h"

#include <gtest/gtest.h>

#include "app/verify/verify.h"
#include "io/pg/session.h"
#include "tests/shop/desk.h"

namespace vitrine::audit {
namespace {

constexpr auto forbidden = "42501";

/// A store whose log has some sealed entries, and whoever wants to change them.
struct Log {
    test::TestDatabase database;
    test::Shopfloor floor{database};
    Ctx ctx = test::ctx_of(StoreId::next(clock_now()));
    std::shared_ptr<const stores::Store> store = [this] {
        stores::Store store;
        store.id = ctx.store;
        store.slug = "test";
        return std::make_shared<const stores::Store>(std::move(store));
    }();

    void write(int entries, std::string about = "thing") {
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            for (int i = 0; i < entries; ++i) note(tx, "view", "tests.things", about + std::to_string(i), RawJson{R"({"why":"a test"})"});
            co_return true;
        };
        floor.run(floor.db.transaction(ctx, body));
    }
    Kept keep(Instant now = clock_now()) { return floor.run(audit::keep(floor.db, floor.worker_db, now)); }
    std::vector<EntryView> entries() { return floor.run(list(floor.db, ctx, {}))->items; }
    /// Of the entry at a position of the chain.
    std::string id_at(std::int64_t position) {
        for (const auto& entry : entries())
            if (entry.position == position) return entry.id.text();
        throw std::runtime_error("no such position");
    }
    std::vector<verify::Finding> look(std::optional<verify::Anchor> anchor = {}) {
        return floor.run(verify::verify(floor.db, {store}, clock_now(), {"audit", std::move(anchor)})).findings;
    }
    verify::Anchor anchor() {
        pg::Session session(database.owner());
        pg::ResultHandle result(PQexec(session.handle(), "select position || ':' || encode(hash, 'hex') from audit.chains"));
        return *verify::Anchor::parse(PQgetvalue(result.get(), 0, 0));
    }
    void tamper(const std::string& sql) { database.run(sql); }
};

TEST(audit, has_what_staff_changed_with_the_values_before_and_after_and_who_did_it) {
    test::Desk desk;
    desk.ctx.request_id = "req_1";
    auto made = desk.post("/api/v1/admin/brands", R"({"name":"Lamy"})");
    ASSERT_EQ(made.status, 201) << made.body;
    desk.ctx.request_id = "req_2";
    ASSERT_EQ(desk.patch("/api/v1/admin/brands/" + made.text("/id"), R"({"name":"Lamy 2000"})", made.etag()).status, 200);
    auto page = desk.get("/api/v1/admin/audit?subject=catalog.brands&key=" + made.text("/id"));
    ASSERT_EQ(page.status, 200) << page.body;
    ASSERT_EQ(page.json().at("items").as_array().size(), 2u) << page.body;
    EXPECT_EQ(page.text("/items/0/action"), "update");
    EXPECT_EQ(page.text("/items/0/actor"), "key_test");
    EXPECT_EQ(page.text("/items/0/role"), "staff");
    EXPECT_EQ(page.text("/items/0/request_id"), "req_2");
    EXPECT_EQ(page.text("/items/0/before/name"), "Lamy");
    EXPECT_EQ(page.text("/items/0/after/name"), "Lamy 2000");
    EXPECT_EQ(page.text("/items/1/action"), "insert");
    EXPECT_EQ(page.text("/items/1/request_id"), "req_1");
    EXPECT_EQ(page.text("/items/1/after/name"), "Lamy");
    EXPECT_EQ(page.json().at("items").at(0).as_object().if_contains("description"), nullptr) << "what did not change is not there";
}

TEST(audit, is_read_by_filters_page_by_page_and_only_with_its_permission) {
    test::Desk desk;
    for (auto name : {"A", "B", "C"}) ASSERT_EQ(desk.post("/api/v1/admin/brands", std::string(R"({"name":")") + name + "\"}").status, 201);
    desk.actor = "key_other";
    ASSERT_EQ(desk.post("/api/v1/admin/brands", R"({"name":"D"})").status, 201);
    auto first = desk.get("/api/v1/admin/audit?subject=catalog.brands&limit=3");
    ASSERT_EQ(first.json().at("items").as_array().size(), 3u) << first.body;
    auto rest = desk.get("/api/v1/admin/audit?subject=catalog.brands&limit=3&cursor=" + first.text("/next_cursor"));
    ASSERT_EQ(rest.json().at("items").as_array().size(), 1u) << rest.body;
    EXPECT_EQ(desk.get("/api/v1/admin/audit?actor=key_other&action=insert").json().at("items").as_array().size(), 1u);
    EXPECT_EQ(desk.get("/api/v1/admin/audit?actor=nobody").json().at("items").as_array().size(), 0u);
    EXPECT_EQ(desk.get("/api/v1/admin/audit?until=2020-01-01T00:00:00Z").json().at("items").as_array().size(), 0u);
    EXPECT_EQ(desk.get("/api/v1/admin/audit?cursor=x").status, 422);
    desk.permissions = {"orders:*"};
    EXPECT_EQ(desk.get("/api/v1/admin/audit").status, 403);
}

TEST(audit, keeps_no_secret_and_nothing_that_tells_of_a_person) {
    test::Desk desk;
    auto secret = desk.run(stores::make_api_key(desk.floor.db, desk.ctx.store, "till", {"*"}));
    auto page = desk.get("/api/v1/admin/audit?subject=stores.api_keys");
    EXPECT_EQ(page.text("/items/0/after/hash"), "(not kept)") << page.body;
    EXPECT_EQ(page.text("/items/0/after/name"), "till");
    EXPECT_EQ(page.text("/items/0/actor"), "cli");
    desk.database.run("insert into accounts.people (store_id, id, kind, email, email_key, name) select store_id, gen_random_uuid(), 'customer', 'sana@example.com', 'sana@example.com', 'Sana' from stores.stores;"
                      "update accounts.people set name = 'Sana Khan'");
    auto people = desk.get("/api/v1/admin/audit?subject=accounts.people");
    ASSERT_EQ(people.json().at("items").as_array().size(), 2u) << people.body;
    EXPECT_EQ(people.text("/items/0/after/name"), "(not kept)");
    EXPECT_EQ(people.body.find("Sana"), std::string::npos);
    EXPECT_EQ(people.body.find("sana@"), std::string::npos);
    EXPECT_TRUE(people.text("/items/0/actor").starts_with("database:")) << "whoever works past the program is named as the database knows them";
}

TEST(audit, has_one_entry_of_a_statement_that_changes_many_rows) {
    Log log;
    auto fill = [&](int rows) {
        auto store = uuid_text(log.ctx.store.value);
        log.tamper("insert into catalog.brands (store_id, id, name) select '" + store + "', gen_random_uuid(), gen_random_uuid()::text from generate_series(1, " + std::to_string(rows) + ")");
    };
    fill(100);
    EXPECT_EQ(log.floor.run(list(log.floor.db, log.ctx, {.limit = Whole<1, 200>{200}}))->items.size(), 100u);
    fill(101);
    auto newest = log.entries().front();
    EXPECT_EQ(newest.rows, 101);
    ASSERT_TRUE(newest.after);
    EXPECT_NE(newest.after->text.find("fingerprint"), std::string::npos);
    log.tamper("update catalog.brands set name = name");
    EXPECT_EQ(log.entries().front().rows, 201);
    EXPECT_EQ(log.entries().front().before->text, log.entries().front().after->text) << "nothing changed, and it shows";
}

TEST(audit, has_what_staff_did_with_parked_jobs_and_nothing_of_all_other_jobs) {
    test::Desk desk;
    desk.database.run("insert into jobs.jobs (store_id, id, kind, aggregate, turn, payload, due, request_id, state, parked_at) "
                      "select s.store_id, gen_random_uuid(), 'test.kind', 'x', n, '{}', now(), '', case n when 1 then 'parked' else 'waiting' end, case n when 1 then now() end "
                      "from stores.stores s, generate_series(1, 2) n");
    auto jobs = desk.get("/api/v1/admin/jobs");
    ASSERT_EQ(jobs.json().at("items").as_array().size(), 1u) << jobs.body;
    ASSERT_EQ(desk.post("/api/v1/admin/jobs/" + jobs.text("/items/0/id") + "/rerun", "").status, 204);
    desk.database.run("delete from jobs.jobs");
    auto page = desk.get("/api/v1/admin/audit?subject=jobs.jobs");
    ASSERT_EQ(page.json().at("items").as_array().size(), 1u) << page.body;
    EXPECT_EQ(page.text("/items/0/actor"), "key_test");
    EXPECT_EQ(page.text("/items/0/before/state"), "parked");
    EXPECT_EQ(page.text("/items/0/after/state"), "waiting");
}

TEST(audit, shoppers_leave_no_entries) {
    Log log;
    pg::Session app(log.database.runtime(), "vitrine_app");
    auto as = [&](std::string role) {
        app.run("begin; select set_config('vitrine.store', '" + uuid_text(log.ctx.store.value) + "', true), set_config('vitrine.role', '" + role + "', true), set_config('vitrine.actor', 'x', true);"
                "insert into catalog.brands (store_id, id, name) values (vitrine.current_store(), gen_random_uuid(), '" + role + "'); commit");
        return log.entries().size();
    };
    EXPECT_EQ(as("guest"), 0u);
    EXPECT_EQ(as("customer"), 0u);
    EXPECT_EQ(as("worker"), 1u);
    EXPECT_EQ(as("staff"), 2u);
}

TEST(audit, is_chained_soon_and_holds) {
    Log log;
    log.write(3);
    EXPECT_FALSE(log.entries().front().position);
    EXPECT_EQ(log.keep().sealed, 3);
    EXPECT_EQ(log.entries().front().position, 3);
    EXPECT_EQ(log.keep().sealed, 0) << "again changes nothing";
    log.write(2, "later");
    EXPECT_TRUE(log.look().empty()) << "what is not yet sealed is no fault";
    EXPECT_EQ(log.keep().sealed, 2);
    EXPECT_TRUE(log.look().empty());
    EXPECT_EQ(log.entries().size(), 5u);
}

TEST(audit, sealing_waits_for_nobody_and_nobody_for_it) {
    Log log;
    pg::Session one(log.database.runtime(), "vitrine_app"), two(log.database.runtime(), "vitrine_app");
    auto scope = "begin; select set_config('vitrine.store', '" + uuid_text(log.ctx.store.value) + "', true), set_config('vitrine.role', 'staff', true);";
    one.run(scope + "select audit.note('view', 'tests.things', 'slow', null, null)");
    log.write(2);
    EXPECT_EQ(log.keep().sealed, 2) << "an open transaction holds up no chain";
    two.run(scope + "select audit.seal(10)");   // holds the chain
    log.write(1);
    EXPECT_EQ(log.keep().sealed, 0) << "another one is at it";
    two.run("commit");
    one.run("commit");
    EXPECT_EQ(log.keep().sealed, 2);
    EXPECT_TRUE(log.look().empty());
    EXPECT_EQ(log.entries().size(), 4u);
}

TEST(audit, the_runtime_roles_can_only_read_it) {
    Log log;
    log.write(2);
    log.keep();
    log.write(1);
    for (const char* role : {"vitrine_app", "vitrine_worker"}) {
        pg::Session session(log.database.runtime(), role);
        session.run("select set_config('vitrine.store', '" + uuid_text(log.ctx.store.value) + "', false)");
        for (std::string sql : {"insert into audit.entries (store_id, actor, role, request_id, action, subject, key) values (vitrine.current_store(), 'a', 'b', 'c', 'd', 'e', 'f')",
                                "update audit.entries set actor = 'nobody'", "delete from audit.entries", "truncate audit.entries", "update audit.links set hash = hash", "delete from audit.links",
                                "insert into audit.links select store_id, position + 100, gen_random_uuid(), previous, hash from audit.links", "delete from audit.pending", "delete from audit.chains",
                                "update audit.chains set position = 1", "alter table audit.entries disable trigger all",
                                "select audit.write(array[vitrine.current_store()], 'a', 'b', array['c'], array[1], array[null::jsonb], array[null::jsonb])"}) {
            std::string code;
            try {
                session.run(sql);
            } catch (const pg::Error& refused) {
                code = refused.sqlstate;
            }
            EXPECT_EQ(code, forbidden) << role << ": " << sql;
        }
    }
    EXPECT_TRUE(log.look().empty());
}

struct Forgery {
    const char* name;
    const char* sql;
    int position;             ///< whose entry is named first; 0: none has an id any more
    const char* word;         ///< how the detail begins
};
void PrintTo(const Forgery& forgery, std::ostream* out) { *out << forgery.name; }

struct forged_log : testing::TestWithParam<Forgery> {};

// Six entries are sealed; somebody with all rights over the database goes to work on them.
TEST_P(forged_log, names_the_first_row_that_is_not_as_it_was_written) {
    Log log;
    log.write(6);
    log.keep();
    ASSERT_TRUE(log.look().empty());
    auto wanted = GetParam().position ? log.id_at(GetParam().position) : std::string();
    log.tamper("create function pg_temp.at(place bigint) returns uuid language sql as $$ select entry from audit.links where position = place $$;" + std::string(GetParam().sql));
    auto found = log.look();
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found[0].code, "audit.chain");
    if (!wanted.empty()) EXPECT_EQ(found[0].subject, wanted) << found[0].detail;
    EXPECT_TRUE(found[0].detail.starts_with(GetParam().word)) << found[0].subject << " " << found[0].detail;
}

constexpr Forgery forgeries[] = {
    {"an_entry_edited", "update audit.entries set after = '{\"why\": \"no reason\"}' where id = pg_temp.at(3)", 3, "altered"},
    {"an_entry_of_somebody_else", "update audit.entries set actor = 'usr_other' where id in (pg_temp.at(2), pg_temp.at(5))", 2, "altered"},
    {"an_entry_at_another_time", "update audit.entries set at = at - interval '1 microsecond' where id = pg_temp.at(6)", 6, "altered"},
    {"an_entry_edited_with_its_digest", "update audit.entries e set key = 'x' where id = pg_temp.at(3); update audit.entries e set digest = audit.digest_of(e) where id = pg_temp.at(3)", 3, "altered"},
    {"an_entry_and_its_link_made_anew",
     "update audit.entries e set key = 'x' where id = pg_temp.at(3); update audit.entries e set digest = audit.digest_of(e) where id = pg_temp.at(3);"
     "update audit.links l set hash = audit.hash_of(l.previous, l.position, e.digest) from audit.entries e where e.id = l.entry and l.position = 3", 4, "moved"},
    {"an_entry_taken_out", "delete from audit.entries where id = pg_temp.at(4)", 4, "removed"},
    {"an_entry_taken_out_with_its_link", "delete from audit.entries where id = pg_temp.at(4); delete from audit.links where position = 4", 5, "removed"},
    {"a_link_taken_out", "delete from audit.links where position = 4", 5, "removed"},
    {"the_first_taken_out", "delete from audit.entries where id = pg_temp.at(1); delete from audit.links where position = 1", 2, "removed"},
    {"the_tail_cut_off", "delete from audit.entries where id in (pg_temp.at(5), pg_temp.at(6)); delete from audit.links where position > 4", 0, "removed"},
    {"everything_taken_out", "delete from audit.entries; delete from audit.links", 0, "removed"},
    {"the_end_forgotten", "delete from audit.chains", 0, "removed"},
    {"two_swapped",
     "update audit.links set position = 99 where position = 2; update audit.links set position = 2 where position = 3; update audit.links set position = 3 where position = 99", 3, "moved"},
    {"two_entries_swapped_between_their_links",
     "alter table audit.links drop constraint one_link_an_entry; update audit.links l set entry = o.entry from audit.links o where l.position in (2, 3) and o.position = 5 - l.position", 3, "altered"},
    {"one_slipped_in_behind",
     "with made as (insert into audit.entries (store_id, actor, role, request_id, action, subject, key) select store_id, 'x', 'staff', '', 'view', 'x', '' from audit.chains returning store_id, id, digest) "
     "insert into audit.links select m.store_id, 7, m.id, c.hash, audit.hash_of(c.hash, 7, m.digest) from made m, audit.chains c", 0, "inserted"},
};
INSTANTIATE_TEST_SUITE_P(all, forged_log, testing::ValuesIn(forgeries), [](const auto& info) { return std::string(info.param.name); });

TEST(audit, names_an_entry_that_nobody_wrote) {
    Log log;
    log.write(2);
    log.keep();
    log.tamper("insert into audit.entries (store_id, actor, role, request_id, action, subject, key) select store_id, 'usr_x', 'staff', '', 'view', 'forged', '' from audit.chains");
    auto found = log.look();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].subject, log.floor.run(list(log.floor.db, log.ctx, {.subject = "forged"}))->items.at(0).id.text());
    EXPECT_TRUE(found[0].detail.starts_with("inserted"));
}

TEST(audit, names_an_entry_that_was_edited_or_taken_out_before_it_was_sealed) {
    Log log;
    log.write(2);
    auto ids = log.entries();
    log.tamper("update audit.entries set key = 'other' where id = '" + uuid_text(ids[0].id.value) + "'; delete from audit.entries where id = '" + uuid_text(ids[1].id.value) + "'");
    auto found = log.look();
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(log.keep().sealed, 1) << "what was edited is sealed as it is, and stays an offence";
    EXPECT_EQ(log.look().size(), 2u);
}

// Who may do anything to the database may write the whole chain anew. Only what was noted elsewhere tells.
TEST(audit, an_anchor_from_outside_finds_what_the_chain_alone_cannot) {
    Log log;
    log.write(4);
    log.keep();
    auto noted = log.anchor();
    EXPECT_EQ(noted.position, 4);
    EXPECT_TRUE(log.look(noted).empty());
    log.write(1);
    log.keep();
    EXPECT_TRUE(log.look(noted).empty()) << "a chain may grow";
    log.tamper("delete from audit.entries e using audit.links l where l.entry = e.id and l.position > 3; delete from audit.links where position > 3;"
               "update audit.chains c set position = 3, hash = l.hash from audit.links l where l.position = 3");
    EXPECT_TRUE(log.look().empty()) << "the chain was cut off with care";
    auto found = log.look(noted);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].code, "audit.anchor");
    EXPECT_EQ(found[0].subject, "position 4");
    log.write(1, "other");
    log.keep();
    EXPECT_TRUE(log.look().empty());
    EXPECT_TRUE(log.look(noted).at(0).detail.starts_with("altered"));
}

TEST(audit, reads_anchors_as_the_log_writes_them) {
    std::string hash(64, 'a');
    EXPECT_EQ(verify::Anchor::parse("12:" + hash)->position, 12);
    EXPECT_EQ(verify::Anchor::parse("12:" + hash)->hash, std::string(32, '\xaa'));
    for (const auto& wrong : std::vector<std::string>{"", "12", ":" + hash, "0:" + hash, "-1:" + hash, "x:" + hash, "12:" + hash.substr(1), "12:" + hash + "a", "12:" + std::string(64, 'G')})
        EXPECT_FALSE(verify::Anchor::parse(wrong)) << wrong;
}

struct old_entries : testing::Test {
    Log log;
    old_entries() { keep_an_hour_later(); }   // what is kept for a process remembers when it last looked for old ones
    void write_old(std::string at, int count = 1) {
        for (int i = 0; i < count; ++i)
            log.tamper("with added as (insert into audit.entries (store_id, at, actor, role, request_id, action, subject, key) values ('" + uuid_text(log.ctx.store.value) + "', " + at +
                       ", 'usr_x', 'staff', '', 'view', 'old', '') returning store_id, id) insert into audit.pending select store_id, id from added");
        log.keep();
    }
    Kept keep_an_hour_later() { return log.keep(later += std::chrono::hours(2)); }
    inline static Instant later = clock_now() + std::chrono::hours(1000);
};

TEST_F(old_entries, go_by_whole_months_after_a_year_and_the_rest_still_holds) {
    write_old("now() - interval '2 years'", 3);
    write_old("date_trunc('month', now() - interval '1 year', 'UTC') - interval '1 second'");
    write_old("date_trunc('month', now() - interval '1 year', 'UTC')");
    log.write(2);
    log.keep();
    auto noted = log.anchor();
    EXPECT_EQ(keep_an_hour_later().trimmed, 4);
    EXPECT_EQ(log.entries().size(), 3u);
    EXPECT_TRUE(log.look(noted).empty());
    EXPECT_TRUE(log.look(verify::Anchor{2, std::string(32, 'x')}).empty()) << "of what went after its year nothing can be said";
    EXPECT_EQ(keep_an_hour_later().trimmed, 0);
    log.tamper("delete from audit.entries where id = (select entry from audit.links where position = 5); delete from audit.links where position = 5");
    EXPECT_FALSE(log.look().empty()) << "the first that is left hangs from the last that went";
}

TEST_F(old_entries, that_do_not_hold_stay_as_evidence) {
    write_old("now() - interval '2 years'", 3);
    auto changed = log.id_at(2);
    log.tamper("update audit.entries set actor = 'usr_y' where id = (select entry from audit.links where position = 2)");
    EXPECT_EQ(keep_an_hour_later().trimmed, 0);
    EXPECT_EQ(log.entries().size(), 3u);
    EXPECT_EQ(log.look().at(0).subject, changed);
}

TEST_F(old_entries, all_may_go) {
    write_old("now() - interval '2 years'", 3);
    EXPECT_EQ(keep_an_hour_later().trimmed, 3);
    EXPECT_TRUE(log.look().empty());
    log.write(1);
    EXPECT_EQ(log.keep().sealed, 1);
    EXPECT_TRUE(log.look().empty());
    EXPECT_EQ(log.id_at(4), log.entries().front().id.text());
}

TEST(audit, chains_of_stores_are_apart) {
    Log log;
    log.write(2);
    auto mine = log.ctx;
    log.ctx.store = StoreId::next(clock_now());
    log.write(3);
    EXPECT_EQ(log.keep().sealed, 5);
    EXPECT_EQ(log.entries().size(), 3u);
    EXPECT_EQ(log.entries().front().position, 3);
    log.tamper("update audit.entries set actor = 'x' where store_id = '" + uuid_text(log.ctx.store.value) + "'");
    EXPECT_TRUE(log.look().empty()) << "the other store's chain";
    log.ctx = mine;
    EXPECT_EQ(log.entries().size(), 2u);
}

}  // namespace
}  // namespace vitrine::audit
