#include "io/pg/transaction.h"

#include "core/check.h"
#include "io/pg/flight_fate.h"
#include "io/pg/sql.h"
#include "io/telemetry/log.h"

namespace vitrine::pg {
namespace {

/// Milliseconds left, at least 1; "0" (no limit) without a deadline.
std::string timeout_text(Instant deadline) {
    if (deadline == Instant{}) return "0";
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - clock_now()).count();
    return std::to_string(std::clamp<std::int64_t>(left, 1, 86'400'000));
}

/// The customer who acts, as uuid; empty where nobody does who has rows of their own.
std::string person_text(const Ctx& ctx) {
    if (ctx.role != Role::customer) return {};
    auto customer = Id<"cus">::parse(ctx.actor);
    return customer ? uuid_text(customer->value) : std::string();
}

/// 57014 is a cancelled statement: by statement_timeout, or at our request.
bool is_timeout(const Landing& landing) { return landing.timed_out || (landing.error && landing.error->sqlstate == "57014"); }

/// 57P01 to 57P03: the server is going down or not yet up; it closes the connection with these words.
bool is_farewell(const Error& error) { return error.sqlstate.starts_with("57P0"); }

/// A simulation breaks the connection here. What the server sent, if it was asked at all, is never heard.
Landing break_off(Connection& connection, FlightFate fate) {
    connection.close();
    if (fate == FlightFate::dies_before || fate == FlightFate::dies_after) throw ProcessDied("the simulated process ends here");
    return {.lost = true, .unheard = true};
}

Task<Landing> land(Pool& pool, Connection& connection, Instant deadline) {
    auto fate = next_flight_fate();
    if (fate == FlightFate::lost_before || fate == FlightFate::dies_before) co_return break_off(connection, fate);
    auto sent = std::chrono::steady_clock::now();
    auto flight = suspend<Landing>([&](auto done) { connection.fly(deadline, std::move(done)); });
    auto landing = co_await flight;
    pool.query_seconds.observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - sent).count());
    if (landing.error) pool.count_error(landing.error->sqlstate);
    else if (landing.lost) pool.count_error({});
    if (fate != FlightFate::arrives) co_return break_off(connection, fate);
    co_return landing;
}

void rethrow(const Landing& landing, Instant deadline) {
    if (deadline != Instant{} && is_timeout(landing)) throw DeadlinePassed("the deadline passed while the database worked");
    if (landing.error && !is_farewell(*landing.error)) throw *landing.error;
    if (landing.lost || landing.error) throw LostBeforeCommit("the database connection was lost");
    if (landing.misread) std::rethrow_exception(landing.misread);
}

}  // namespace

Query<std::int64_t> scope_of(const Ctx& ctx, bool durable) {
    auto store = ctx.store.is_nil() ? std::string() : uuid_text(ctx.store.value);
    auto scope = durable ? &sql::set_scope : &sql::set_relaxed_scope;
    return scope(store, ctx.actor, std::string(role_name(ctx.role)), timeout_text(ctx.deadline), ctx.request_id, person_text(ctx));
}

Task<void> fly(Pool& pool, Connection& connection, Instant deadline) {
    auto landing = co_await land(pool, connection, deadline);
    rethrow(landing, deadline);
}

const Ctx& Tx::ctx() const { return inner_.ctx; }
void Tx::after_commit(std::function<void()> work) { inner_.afterwards.push_back(std::move(work)); }

void Tx::enqueue(const Statement& statement, Parameters parameters, Take take) {
    inner_.queue.push_back({&statement, std::move(parameters), std::move(take)});
}

Task<void> Tx::flush() { return inner_.flush(); }

Task<void> Tx::stream(const Statement& statement, Parameters parameters, Take take) {
    // Preparing and all that waits goes first, so that the statement has a flight of its own.
    co_await inner_.flush();
    inner_.lease->prepare(statement);
    co_await fly(inner_.pool, *inner_.lease, inner_.ctx.deadline);
    inner_.lease->add(statement, parameters, std::move(take), true);
    co_await fly(inner_.pool, *inner_.lease, inner_.ctx.deadline);
}

Task<void> Tx::Inner::board() {
    if (broken) std::rethrow_exception(broken);
    check(!in_flight, "one flush of a transaction at a time");
    if (ctx.deadline != Instant{} && ctx.deadline <= clock_now()) throw DeadlinePassed("the deadline passed before all was asked of the database");
    if (lease) co_return;
    lease.hold(co_await pool.acquire(ctx.deadline));
    auto begin = options.read_only ? sql::begin_reading() : sql::begin_work();
    auto scope = scope_of(ctx, options.durable);
    lease->add(*begin.statement, begin.parameters);
    lease->add(*scope.statement, scope.parameters);
    begun = true;
}

void Tx::Inner::add_queued() {
    for (auto& item : queue) lease->add(*item.statement, item.parameters, std::move(item.take));
    queue.clear();
}

Task<void> Tx::Inner::flush() {
    co_await board();
    add_queued();
    in_flight = true;
    try {
        co_await fly(pool, *lease, ctx.deadline);
    } catch (...) {
        broken = std::current_exception();
    }
    in_flight = false;
    if (broken) std::rethrow_exception(broken);
}

Task<void> Tx::Inner::commit() {
    if (broken) std::rethrow_exception(broken);
    if (!begun && queue.empty()) co_return run_afterwards();  // never asked anything
    co_await board();
    add_queued();
    std::string tag;
    auto end = sql::commit_work();
    lease->add(*end.statement, end.parameters, [&tag](pg_result* result) { tag = PQcmdStatus(result); });
    auto landing = co_await land(pool, *lease, ctx.deadline);
    if (landing.unheard) tag.clear();
    if (tag.empty() && landing.lost && !options.read_only && (!landing.error || is_farewell(*landing.error)))
        throw CommitUnknown("the database connection was lost while the transaction was being committed");
    if (tag.empty()) rethrow(landing, ctx.deadline);
    check(tag == "COMMIT", "the server did not commit");
    lease.give_back(!landing.lost);
    run_afterwards();
    if (landing.misread) std::rethrow_exception(landing.misread);
}

Task<void> Tx::Inner::roll_back() {
    queue.clear();
    if (!lease) co_return;
    try {
        if (!lease->is_reusable() || in_flight) co_return lease.give_back(false);
        auto end = sql::roll_back();
        lease->add(*end.statement, end.parameters);
        constexpr Duration patience = 5s;
        co_await fly(pool, *lease, clock_now() + patience);
        lease.give_back(true);
    } catch (const std::exception& fault) {
        log::warn("pg.rollback_failed", {{"error", fault.what()}});
        lease.give_back(false);
    }
}

void Tx::Inner::run_afterwards() {
    for (auto& work : afterwards) pool.loop().post(std::move(work));
    afterwards.clear();
}

}  // namespace vitrine::pg
