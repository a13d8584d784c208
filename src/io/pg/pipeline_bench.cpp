// One transaction of six statements, as an order makes: sent in one flush by our pool, and one by one by pgbench, on the same private PostgreSQL.
// Usage: pg_bench [seconds] [loops] [connections a loop]
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

#include "core/random.h"
#include "io/pg/cluster.h"
#include "io/pg/migrate.h"
#include "io/pg/session.h"
#include "tests/support/statement.h"

namespace vitrine::pg {
namespace {

constexpr std::int64_t shelves = 10'000;
constexpr auto arrange_sql =
    "create schema vitrine; grant usage on schema vitrine to vitrine_app;"
    "create table stock (id int8 primary key, on_hand int8 not null check (on_hand >= 0)); insert into stock select n, 1000000000 from generate_series(1, 10000) n;"
    "create table orders (id int8 generated always as identity primary key, customer int8 not null, total int8 not null);"
    "create table lines (id int8 generated always as identity primary key, shelf int8 not null, quantity int8 not null);"
    "create table payments (id int8 generated always as identity primary key, amount int8 not null);"
    "create table news (id int8 generated always as identity primary key, payload jsonb not null);"
    "grant all on all tables in schema public to vitrine_app; vacuum analyze stock";

const test::Statement<std::int64_t> look("b.look", "select on_hand from stock where id = $1");
const test::Statement<std::int64_t> reserve("b.reserve", "update stock set on_hand = on_hand - 1 where id = $1 and on_hand > 0");
const test::Statement<std::int64_t> order("b.order", "insert into orders (customer, total) values ($1, 100)");
const test::Statement<std::int64_t> line("b.line", "insert into lines (shelf, quantity) values ($1, 1)");
const test::Statement<std::int64_t> payment("b.payment", "insert into payments (amount) values ($1)");
const test::Statement<std::int64_t> news("b.news", "insert into news (payload) values (jsonb_build_object('order', $1))");

constexpr auto pgbench_script =
    "\\set shelf random(1, 10000)\n"
    "begin;\n"
    "select set_config('vitrine.store', '0190a000-0000-7000-8000-00000000000a', true), set_config('vitrine.actor', 'bench', true), set_config('vitrine.role', 'guest', true), "
    "set_config('statement_timeout', '0', true);\n"
    "select on_hand from stock where id = :shelf;\n"
    "update stock set on_hand = on_hand - 1 where id = :shelf and on_hand > 0;\n"
    "insert into orders (customer, total) values (:shelf, 100);\n"
    "insert into lines (shelf, quantity) values (:shelf, 1);\n"
    "insert into payments (amount) values (:shelf);\n"
    "insert into news (payload) values (jsonb_build_object('order', :shelf::int8));\n"
    "commit;\n";

struct Tally {
    std::vector<double> seconds;
    int busy = 0;
    bool stop = false;
};

Task<void> buyer(Db& db, Tally& tally) {
    ++tally.busy;
    Ctx ctx{.store = StoreId::next(clock_now()), .actor = "bench"};
    while (!tally.stop) {
        auto shelf = std::int64_t(random_below(shelves)) + 1;
        auto body = [shelf](Tx& tx) -> Task<Result<bool>> {
            tx.send(look.many<std::int64_t>(shelf));
            tx.send(reserve.count(shelf));
            tx.send(order.count(shelf));
            tx.send(line.count(shelf));
            tx.send(payment.count(shelf));
            tx.send(news.count(shelf));
            co_return true;
        };
        auto begun = std::chrono::steady_clock::now();
        co_await db.transaction(ctx, body);
        tally.seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
    }
    --tally.busy;
}

Task<void> shop(Loop& loop, Db& db, Tally& tally, int buyers, int seconds) {
    for (int i = 0; i < buyers; ++i) loop.spawn(buyer(db, tally));
    co_await sleep_for(std::chrono::seconds(seconds));
    tally.stop = true;
    while (tally.busy > 0) co_await sleep_for(1ms);
    loop.stop();
}

double ours(const Cluster& cluster, int seconds, int loops, int connections) {
    std::vector<Tally> tallies(size_t(loops), Tally{});
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < loops; ++i) {
            threads.emplace_back([&, i] {
                Loop loop;
                Db db(loop, {.conninfo = cluster.runtime_conninfo(), .connections = connections});
                loop.post([&] { loop.spawn(shop(loop, db, tallies[size_t(i)], connections, seconds)); });
                loop.run();
            });
        }
    }
    std::vector<double> all;
    for (auto& tally : tallies) all.insert(all.end(), tally.seconds.begin(), tally.seconds.end());
    std::ranges::sort(all);
    double rate = double(all.size()) / seconds;
    fmt::print("pipeline, one flush:        {:8.0f} transactions/s   p50 {:.2f} ms   p99 {:.2f} ms\n", rate, all[all.size() / 2] * 1e3, all[all.size() * 99 / 100] * 1e3);
    return rate;
}

double theirs(const Cluster& cluster, const std::string& folder, int seconds, int loops, int connections) {
    auto script = folder + "-script.sql";
    std::ofstream(script) << pgbench_script;
    // Through URI-free conninfo: pgbench takes it as its database name.
    auto command = fmt::format("pgbench -n -M prepared -T {} -j {} -c {} -f {} \"{} user=vitrine_app\" 2>&1", seconds, loops, loops * connections, script, cluster.runtime_conninfo());
    std::unique_ptr<FILE, int (*)(FILE*)> output(popen(command.c_str(), "r"), &pclose);
    double rate = 0;
    char text[512];
    std::string said;
    while (output && std::fgets(text, sizeof text, output.get())) said += text, std::sscanf(text, "tps = %lf", &rate);
    if (rate == 0) fmt::print("pgbench failed:\n{}", said);
    std::filesystem::remove(script);
    fmt::print("pgbench, one by one:        {:8.0f} transactions/s\n", rate);
    return rate;
}

}  // namespace
}  // namespace vitrine::pg

int main(int argc, char** argv) {
    using namespace vitrine::pg;
    int seconds = argc > 1 ? std::atoi(argv[1]) : 5, loops = argc > 2 ? std::atoi(argv[2]) : 2, connections = argc > 3 ? std::atoi(argv[3]) : 8;
    auto folder = "/tmp/vitrine-pg-bench-" + std::to_string(getpid());
    Cluster cluster({.folder = folder, .dies_with_program = true});
    cluster.start();
    migrate(cluster.owner_conninfo(), {});
    Session owner(cluster.owner_conninfo());
    for (std::string_view rest = arrange_sql; !rest.empty();) {
        auto end = rest.find(';');
        owner.run(std::string(rest.substr(0, end)));
        rest = end == rest.npos ? "" : rest.substr(end + 1);
    }
    double mine = 0, bench = 0;
    for (int round = 0; round < 2; ++round) {
        bench = theirs(cluster, folder, seconds, loops, connections);
        mine = ours(cluster, seconds, loops, connections);
    }
    fmt::print("ratio of the second round:  {:8.2f}\n", bench > 0 ? mine / bench : 0);
    cluster.stop();
    std::filesystem::remove_all(folder);
}
