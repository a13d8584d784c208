#include <gtest/gtest.h>

#include "tests/support/database.h"
#include "tests/support/statement.h"

namespace vitrine::pg {
namespace {

struct Note {
    std::int64_t id = 0;
    std::optional<std::string> body;
};
SHAPE(Note, id, body)

const test::Statement<std::int64_t, std::string> add_note("t.add", "insert into notes (id, body) values ($1, $2)");
const test::Statement<> all_notes("t.all", "select id, body from notes order by id");
const test::Statement<std::int64_t> one_note("t.one", "select body, id from notes where id = $1");
const test::Statement<> count_notes("t.count", "select count(*) from notes");
const test::Statement<> divide("t.divide", "select 1 / (select 0)");
const test::Statement<> not_sql("t.not_sql", "selec nothing");
const test::Statement<std::int64_t> numbers("t.numbers", "select n::int8 as id, repeat('x', 100) as body from generate_series(1, $1) as n");
const test::Statement<> who("t.who", "select array[vitrine.current_store()::text, vitrine.current_actor(), vitrine.current_role_name(), "
                                     "current_setting('statement_timeout'), current_setting('synchronous_commit'), current_user, current_setting('transaction_read_only')]");

struct transaction : testing::Test {
    static void SetUpTestSuite() {
        database = new test::TestDatabase;
        database->run("create table notes (id int8 primary key, body text, constraint body_is_short check (length(body) < 50)); grant all on notes to vitrine_app");
    }
    static void TearDownTestSuite() { delete database; }
    void SetUp() override { database->run("truncate notes"); }

    template <class F>
    auto in_tx(F body, TxOptions options = {}) {
        return floor.run(floor.db.transaction(ctx, std::move(body), options));
    }
    std::int64_t count() { return floor.run(floor.db.read(ctx, count_notes.one<std::int64_t>())); }

    inline static test::TestDatabase* database = nullptr;
    test::Shopfloor floor{*database, 1};  // one connection: whatever a transaction leaves on it, the next one meets
    Ctx ctx = test::ctx_of(StoreId::next(clock_now()));
};

TEST_F(transaction, commits_what_was_only_sent) {
    auto done = in_tx([](Tx& tx) -> Task<Result<int>> {
        tx.send(add_note.count(1, "a"));
        tx.send(add_note.count(2, "b"));
        co_return 7;
    });
    EXPECT_EQ(*done, 7);
    EXPECT_EQ(count(), 2);
}

TEST_F(transaction, answers_come_with_their_flush_in_order) {
    in_tx([](Tx& tx) -> Task<Result<bool>> {
        auto [added, found] = co_await tx.ask(add_note.count(1, "a"), all_notes.many<Note>());
        EXPECT_EQ(added, 1);
        EXPECT_EQ(found.size(), 1u);
        auto one = co_await tx.ask(one_note.maybe<Note>(1));
        EXPECT_EQ(one->body, "a");
        auto none = co_await tx.ask(one_note.maybe<Note>(2));
        EXPECT_FALSE(none);
        co_return true;
    });
}

TEST_F(transaction, a_refusal_rolls_back) {
    auto refused = in_tx([](Tx& tx) -> Task<Result<int>> {
        co_await tx.ask(add_note.count(1, "a"));
        co_return refuse(refusals::not_found);
    });
    EXPECT_EQ(refused.error().code, "request.not_found");
    EXPECT_EQ(count(), 0);
}

TEST_F(transaction, an_exception_of_the_body_rolls_back_and_comes_out) {
    EXPECT_THROW(in_tx([](Tx& tx) -> Task<Result<int>> {
                     co_await tx.ask(add_note.count(1, "a"));
                     throw std::out_of_range("mine");
                 }),
                 std::out_of_range);
    EXPECT_EQ(count(), 0);
}

TEST_F(transaction, an_error_in_the_middle_fails_the_flush_and_undoes_what_came_before) {
    try {
        in_tx([](Tx& tx) -> Task<Result<int>> {
            tx.send(add_note.count(1, "a"));
            tx.send(divide.count());
            tx.send(add_note.count(2, "b"));
            co_await tx.flush();
            ADD_FAILURE() << "the flush must throw";
            co_return 1;
        });
        FAIL();
    } catch (const Error& fault) {
        EXPECT_EQ(fault.sqlstate, "22012");
        EXPECT_EQ(fault.statement, "t.divide");
    }
    EXPECT_EQ(count(), 0);
}

TEST_F(transaction, an_error_that_travels_with_the_commit_is_no_commit) {
    EXPECT_THROW(in_tx([](Tx& tx) -> Task<Result<int>> {
                     tx.send(add_note.count(1, "a"));
                     tx.send(divide.count());
                     co_return 1;
                 }),
                 Error);
    EXPECT_EQ(count(), 0);
}

TEST_F(transaction, a_swallowed_error_still_cannot_commit) {
    EXPECT_THROW(in_tx([](Tx& tx) -> Task<Result<int>> {
                     co_await tx.ask(add_note.count(1, "a"));
                     try {
                         co_await tx.ask(divide.count());
                     } catch (const Error&) {
                     }
                     co_return 1;
                 }),
                 Error);
    EXPECT_EQ(count(), 0);
}

TEST_F(transaction, statements_whose_preparation_was_skipped_are_prepared_again) {
    for (int i = 0; i < 3; ++i) {
        const test::Statement<std::int64_t> fresh("t.fresh", "select $1 + 1");
        EXPECT_THROW(in_tx([&](Tx& tx) -> Task<Result<int>> {
                         co_await tx.ask(divide.count(), fresh.one<std::int64_t>(1));
                         co_return 1;
                     }),
                     Error);
        auto value = in_tx([&](Tx& tx) -> Task<Result<std::int64_t>> { co_return co_await tx.ask(fresh.one<std::int64_t>(41)); });
        EXPECT_EQ(*value, 42);
        break;
    }
}

TEST_F(transaction, a_statement_that_cannot_be_prepared_fails_each_time_with_its_name) {
    for (int i = 0; i < 2; ++i) {
        try {
            in_tx([](Tx& tx) -> Task<Result<std::int64_t>> { co_return co_await tx.ask(not_sql.count()); });
            FAIL();
        } catch (const Error& fault) {
            EXPECT_EQ(fault.sqlstate, "42601");
            EXPECT_EQ(fault.statement, "t.not_sql");
        }
    }
    EXPECT_EQ(count(), 0);
}

TEST_F(transaction, broken_constraints_come_with_their_names) {
    auto broken = [&](std::string body) {
        try {
            in_tx([&](Tx& tx) -> Task<Result<int>> {
                tx.send(add_note.count(1, "a"));
                tx.send(add_note.count(body.empty() ? 1 : 2, body));
                co_return 1;
            });
        } catch (const Error& fault) {
            return fault;
        }
        return Error("", "none");
    };
    EXPECT_TRUE(broken("").is_unique_violation());
    EXPECT_EQ(broken("").constraint, "notes_pkey");
    EXPECT_EQ(broken(std::string(60, 'x')).constraint, "body_is_short");
    EXPECT_EQ(std::string(broken(std::string(60, 'x')).what()).find("xxx"), std::string::npos) << "values must not reach the log";
}

TEST_F(transaction, sends_store_actor_role_and_time_limit_with_the_first_statement) {
    ctx.deadline = clock_now() + 90s;
    ctx.role = Role::customer;
    ctx.actor = "cust_1";
    auto seen = *in_tx([](Tx& tx) -> Task<Result<std::vector<std::string>>> { co_return co_await tx.ask(who.one<std::vector<std::string>>()); });
    EXPECT_EQ(seen[0], uuid_text(ctx.store.value));
    EXPECT_EQ(seen[1], "cust_1");
    EXPECT_EQ(seen[2], "customer");
    EXPECT_NE(seen[3], "0");
    EXPECT_EQ(seen[4], "on");
    EXPECT_EQ(seen[5], "vitrine_app");
    EXPECT_EQ(seen[6], "off");
}

TEST_F(transaction, leaves_no_scope_for_the_next_one) {
    ctx.deadline = clock_now() + 90s;
    in_tx([](Tx& tx) -> Task<Result<bool>> {
        co_await tx.ask(who.one<std::vector<std::string>>());
        co_return true;
    }, {.durable = false});
    Ctx outside;
    auto seen = floor.run(floor.db.read(outside, who.one<std::vector<std::optional<std::string>>>()));
    EXPECT_EQ(seen[0], std::nullopt);
    EXPECT_EQ(seen[1], "");
    EXPECT_EQ(seen[3], "0");
    EXPECT_EQ(seen[4], "on");
}

TEST_F(transaction, relaxed_and_read_only_as_asked) {
    auto relaxed = *in_tx([](Tx& tx) -> Task<Result<std::vector<std::string>>> { co_return co_await tx.ask(who.one<std::vector<std::string>>()); }, {.durable = false});
    EXPECT_EQ(relaxed[4], "off");
    auto reading = [](Tx& tx) -> Task<Result<int>> {
        tx.send(add_note.count(1, "a"));
        co_return 1;
    };
    try {
        in_tx(reading, {.read_only = true});
        FAIL();
    } catch (const Error& fault) {
        EXPECT_EQ(fault.sqlstate, "25006");
    }
}

TEST_F(transaction, after_commit_runs_only_after_a_commit) {
    int ran = 0;
    auto body = [&](bool commit) {
        return [&ran, commit](Tx& tx) -> Task<Result<int>> {
            tx.after_commit([&ran] { ++ran; });
            tx.send(add_note.count(1, "a"));
            if (!commit) co_return refuse(refusals::not_found);
            co_return 1;
        };
    };
    in_tx(body(false));
    count();  // a turn of the loop
    EXPECT_EQ(ran, 0);
    in_tx(body(true));
    count();
    EXPECT_EQ(ran, 1);
    EXPECT_THROW(in_tx(body(true)), Error);  // the key is taken
    count();
    EXPECT_EQ(ran, 1);
}

TEST_F(transaction, streams_row_by_row_and_goes_on_afterwards) {
    std::int64_t seen = 0, sum = 0;
    in_tx([&](Tx& tx) -> Task<Result<int>> {
        tx.send(add_note.count(1, "before"));
        co_await tx.each<Note>(numbers.many<Note>(50'000), [&](Note note) { ++seen, sum += note.id; });
        tx.send(add_note.count(2, "after"));
        co_return 1;
    });
    EXPECT_EQ(seen, 50'000);
    EXPECT_EQ(sum, 50'000ll * 50'001 / 2);
    EXPECT_EQ(count(), 2);
}

TEST_F(transaction, a_visitor_that_throws_ends_the_stream_and_the_transaction) {
    EXPECT_THROW(in_tx([&](Tx& tx) -> Task<Result<int>> {
                     tx.send(add_note.count(1, "before"));
                     co_await tx.each<Note>(numbers.many<Note>(1'000), [](const Note& note) {
                         if (note.id == 500) throw std::out_of_range("enough");
                     });
                     co_return 1;
                 }),
                 std::out_of_range);
    EXPECT_EQ(count(), 0);
}

TEST_F(transaction, much_more_than_a_socket_holds_goes_out_and_comes_back_in_one_flush) {
    database->run("alter table notes drop constraint body_is_short");
    constexpr int notes = 64;
    std::string large(1 << 20, 'x');
    auto sum = *in_tx([&](Tx& tx) -> Task<Result<size_t>> {
        std::vector<Later<std::vector<Note>>> laters;
        for (int i = 0; i < notes; ++i) {
            tx.send(add_note.count(i, large));
            laters.push_back(tx.queue(one_note.many<Note>(i)));
        }
        co_await tx.flush();
        size_t size = 0;
        for (auto& later : laters) size += (*later)[0].body->size();
        co_return size;
    });
    EXPECT_EQ(sum, notes * large.size());
    database->run("truncate notes; alter table notes add constraint body_is_short check (length(body) < 50)");
}

TEST_F(transaction, asks_nothing_of_the_server_when_the_body_asks_nothing) {
    auto nothing = in_tx([](Tx&) -> Task<Result<int>> { co_return 3; });
    EXPECT_EQ(*nothing, 3);
}

TEST_F(transaction, a_read_refuses_more_rows_than_one) {
    EXPECT_THROW(floor.run(floor.db.read(ctx, numbers.one<Note>(2))), Error);
    EXPECT_THROW(floor.run(floor.db.read(ctx, numbers.maybe<Note>(2))), Error);
    EXPECT_THROW(floor.run(floor.db.read(ctx, numbers.one<Note>(0))), Error);
    EXPECT_EQ(floor.run(floor.db.read(ctx, numbers.many<Note>(2))).size(), 2u);
}

TEST_F(transaction, a_result_without_the_expected_column_is_an_error) {
    try {
        floor.run(floor.db.read(ctx, count_notes.one<Note>()));
        FAIL();
    } catch (const Error& fault) {
        EXPECT_EQ(fault.sqlstate, "42703");
    }
}

}  // namespace
}  // namespace vitrine::pg
