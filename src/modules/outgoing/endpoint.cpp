#include "modules/outgoing/endpoint.h"

#include "core/check.h"
#include "io/crypto/seal.h"
#include "modules/outgoing/rules.h"
#include "modules/outgoing/settings.h"
#include "modules/outgoing/signature.h"
#include "modules/outgoing/sql.h"

namespace vitrine::outgoing {
namespace {

constexpr std::int64_t most_endpoints = 20;
constexpr std::int64_t usual_overlap_hours = 24;

EndpointView view_of(const EndpointRow& row) {
    return {row.id, row.version, row.url, row.description, row.events, row.state, row.failures_in_row, row.open_until, row.previous_until, row.created_at, row.updated_at};
}

std::optional<Refusal> judge(App& app, const Ctx& ctx, const EndpointInput& in) {
    auto faults = rules::faults_of(in, may_reach_private(app.config, *app.stores->known(ctx.store)));
    if (faults.empty()) return {};
    return refuse(refusals::invalid, {}, std::move(faults)).error();
}

pg::Bytes sealed(const App& app, const std::string& secret) { return {crypto::seal(app.config.master_key, secret_purpose, secret)}; }

/// The endpoint behind its lock, at the version the caller saw.
Task<Result<EndpointRow>> lock(pg::Tx& tx, EndpointId id, std::optional<std::int64_t> version) {
    auto row = co_await tx.ask(sql::lock_endpoint(id));
    if (!row) co_return refuse(endpoint_not_found);
    if (version && *version != row->version) co_return refuse(refusals::stale_version);
    co_return std::move(*row);
}

/// News are relayed while somebody wants them. Under lock_endpoints: of two changes at once the second sees what the first has done.
Task<void> listen_as_needed(pg::Tx& tx) {
    auto is_wanted = co_await tx.ask(sql::has_enabled_endpoint());
    jobs::listen(tx, std::string(relay_kind), is_wanted);
}

}  // namespace

Task<Result<EndpointWithSecret>> create_endpoint(App& app, Ctx ctx, EndpointInput in) {
    if (auto refusal = judge(app, ctx, in)) co_return refuse(std::move(*refusal));
    auto id = EndpointId::next(ctx.now);
    auto secret = new_secret();
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        co_await tx.ask(sql::lock_endpoints());
        if (co_await tx.ask(sql::count_endpoints()) >= most_endpoints) co_return refuse(too_many_endpoints);
        tx.send(sql::add_endpoint(id, in.url.str(), in.description ? in.description->str() : "", in.events, in.state.value_or(EndpointState::enabled), sealed(app, secret)));
        co_await listen_as_needed(tx);
        co_return true;
    };
    auto made = co_await app.db.transaction(ctx, body);
    if (!made) co_return refuse(std::move(made.error()));
    auto view = co_await find_endpoint(app, ctx, id);
    if (!view) co_return refuse(std::move(view.error()));
    co_return EndpointWithSecret{std::move(*view), secret};
}

Task<Result<EndpointView>> replace_endpoint(App& app, Ctx ctx, EndpointId id, std::optional<std::int64_t> version, EndpointInput in) {
    if (auto refusal = judge(app, ctx, in)) co_return refuse(std::move(*refusal));
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        co_await tx.ask(sql::lock_endpoints());
        auto row = co_await lock(tx, id, version);
        if (!row) co_return refuse(std::move(row.error()));
        tx.send(sql::replace_endpoint(id, in.url.str(), in.description ? in.description->str() : "", in.events, in.state.value_or(EndpointState::enabled)));
        co_await listen_as_needed(tx);
        co_return true;
    };
    auto replaced = co_await app.db.transaction(ctx, body);
    if (!replaced) co_return refuse(std::move(replaced.error()));
    co_return co_await find_endpoint(app, ctx, id);
}

Task<Result<bool>> remove_endpoint(App& app, Ctx ctx, EndpointId id, std::optional<std::int64_t> version) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        co_await tx.ask(sql::lock_endpoints());
        auto row = co_await lock(tx, id, version);
        if (!row) co_return refuse(std::move(row.error()));
        tx.send(sql::remove_endpoint(id));
        co_await listen_as_needed(tx);
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<EndpointView>> find_endpoint(App& app, Ctx ctx, EndpointId id) {
    auto row = co_await app.db.read(ctx, sql::find_endpoint(id));
    if (!row) co_return refuse(endpoint_not_found);
    co_return view_of(*row);
}

Task<EndpointList> list_endpoints(App& app, Ctx ctx) {
    auto rows = co_await app.db.read(ctx, sql::list_endpoints());
    EndpointList list;
    for (const auto& row : rows) list.items.push_back(view_of(row));
    co_return list;
}

Task<Result<EndpointWithSecret>> rotate_secret(App& app, Ctx ctx, EndpointId id, Rotation in) {
    auto secret = new_secret();
    auto until = ctx.now + std::chrono::hours(in.overlap_hours ? in.overlap_hours->value : usual_overlap_hours);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await lock(tx, id, {});
        if (!row) co_return refuse(std::move(row.error()));
        tx.send(sql::rotate_secret(id, sealed(app, secret), until));
        co_return true;
    };
    auto rotated = co_await app.db.transaction(ctx, body);
    if (!rotated) co_return refuse(std::move(rotated.error()));
    auto view = co_await find_endpoint(app, ctx, id);
    if (!view) co_return refuse(std::move(view.error()));
    co_return EndpointWithSecret{std::move(*view), secret};
}

}  // namespace vitrine::outgoing
