#include "modules/suppliers/feed.h"

#include <algorithm>

#include "io/crypto/seal.h"
#include "io/web/safe_url.h"
#include "modules/suppliers/feed_parts.h"
#include "modules/suppliers/settings.h"
#include "modules/suppliers/sql.h"

namespace vitrine::suppliers {
namespace {

constexpr size_t most_headers = 20;

template <class T>
T read_part(const RawJson& text, const char* what) {
    auto part = read_json<T>(text.text);
    if (!part) throw std::runtime_error(std::string("the ") + what + " of a feed does not fit its shape");
    return std::move(*part);
}

bool is_header_name(std::string_view name) {
    return !name.empty() && name.size() <= 100 && std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; });
}

std::vector<Fault> faults_of_secrets(const FeedInput& in) {
    std::vector<Fault> faults;
    if (!in.secrets) return faults;
    if (in.secrets->headers && in.secrets->headers->size() > most_headers) faults.push_back({"/secrets/headers", "too_many", "at most 20"});
    if (in.secrets->headers)
        for (const auto& [name, value] : *in.secrets->headers)
            if (!is_header_name(name) || value.size() > 4'000 || has_control_characters(value) || value.find_first_of("\r\n") != std::string::npos)
                faults.push_back({"/secrets/headers/" + name.substr(0, 100), "malformed", "a header is a name and one line of text"});
    if (in.secrets->body && in.source.method.value_or(FetchMethod::get) != FetchMethod::post) faults.push_back({"/secrets/body", "not_wanted", "only a post has a body"});
    return faults;
}

std::vector<Fault> faults_of_feed(App& app, const Ctx& ctx, const FeedInput& in) {
    auto store = app.stores->known(ctx.store);
    std::vector<Fault> faults = faults_of(in.layout);
    std::ranges::move(faults_of(in.pricing), std::back_inserter(faults));
    std::ranges::move(faults_of_secrets(in), std::back_inserter(faults));
    bool is_pulled = in.source.kind == SourceKind::pull;
    if (is_pulled && !in.source.url) faults.push_back({"/source/url", "required", "say where the feed is"});
    if (is_pulled && in.source.url)
        if (auto fault = web::fault_of_url(in.source.url->str(), may_reach_private(app.config, *store), "/source/url")) faults.push_back(std::move(*fault));
    if (in.source.kind == SourceKind::drop && drop_folder(app.config, *store).empty()) faults.push_back({"/source/kind", "not_set_up", "nothing can be dropped here: the setting supplier_drop_folder is empty"});
    if (in.source.kind == SourceKind::upload && in.every_minutes) faults.push_back({"/every_minutes", "not_wanted", "a file that is uploaded comes when it comes"});
    return faults;
}

std::optional<pg::Bytes> sealed(const App& app, const FeedInput& in) {
    if (!in.secrets) return {};
    return pg::Bytes{crypto::seal(app.config.master_key, feed_secret_purpose, to_json(*in.secrets))};
}

/// What the audit keeps: all but the secrets.
RawJson said(FeedInput in) {
    in.secrets.reset();
    return {to_json(in)};
}

std::optional<Instant> next_run(const FeedInput& in, Instant now) {
    if (!in.every_minutes || in.state == FeedState::paused) return {};
    return now + std::chrono::minutes(in.every_minutes->value);
}

FeedView view_of(const FeedRowData& row, std::int64_t listed) {
    auto parts = parts_of(row);
    FeedView view{.id = row.id, .version = row.version, .supplier = row.supplier, .code = row.code, .name = row.name, .state = row.state, .source = std::move(parts.source)};
    view.has_secrets = row.secrets.has_value();
    view.layout = std::move(parts.layout), view.pricing = std::move(parts.pricing), view.guards = parts.guards;
    view.every_minutes = row.every_minutes, view.next_run_at = row.next_run_at, view.last_run = row.last_run;
    view.listed = listed;
    view.created_at = row.created_at, view.updated_at = row.updated_at;
    return view;
}

Task<std::vector<FeedView>> with_counts(App& app, const Ctx& ctx, const std::vector<FeedRowData>& rows) {
    std::vector<FeedId> ids;
    for (const auto& row : rows) ids.push_back(row.id);
    auto counts = co_await app.db.read(ctx, sql::listed_counts(ids));
    std::vector<FeedView> out;
    for (const auto& row : rows) {
        auto count = std::ranges::find(counts, row.id, &sql::ListedCount::feed);
        out.push_back(view_of(row, count == counts.end() ? 0 : count->listed));
    }
    co_return out;
}

template <class Body>
Task<Result<bool>> unless_taken(App& app, const Ctx& ctx, Body& body) {
    try {
        co_return co_await app.db.transaction(ctx, body);
    } catch (const pg::Error& error) {
        if (!error.is_unique_violation() || error.constraint != "feed_codes_are_unique") throw;
    }
    co_return refuse(code_taken, {}, {{"/code", "taken", "another feed has this code"}});
}

void plan_tick(pg::Tx& tx, FeedId id, const std::optional<Instant>& at) {
    if (at) jobs::later(tx, std::string(tick_job), id.text(), *at, FeedTick{id});
}

}  // namespace

FeedParts parts_of(const FeedRowData& row) {
    return {read_part<Source>(row.source, "source"), read_part<Layout>(row.layout, "layout"), read_part<Pricing>(row.pricing, "pricing"), read_part<Guards>(row.guards, "guards")};
}

SourceSecrets secrets_of(const App& app, const FeedRowData& row) {
    if (!row.secrets) return {};
    auto text = crypto::unseal(app.config.master_key, feed_secret_purpose, row.secrets->value);
    if (!text) throw std::runtime_error("the feed's secrets do not open with this master_key");
    return read_part<SourceSecrets>({*text}, "secrets");
}

Task<FeedList> list_feeds(App& app, Ctx ctx) {
    auto rows = co_await app.db.read(ctx, sql::list_feeds());
    co_return FeedList{co_await with_counts(app, ctx, rows)};
}

Task<Result<FeedView>> find_feed(App& app, Ctx ctx, FeedId id) {
    auto row = co_await app.db.read(ctx, sql::find_feed(id));
    if (!row) co_return refuse(feed_not_found);
    std::vector<FeedRowData> one{std::move(*row)};
    auto views = co_await with_counts(app, ctx, one);
    co_return std::move(views.front());
}

Task<Result<FeedView>> create_feed(App& app, Ctx ctx, FeedInput in) {
    if (auto faults = faults_of_feed(app, ctx, in); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto id = FeedId::next(ctx.now);
    auto at = next_run(in, ctx.now);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto supplier = co_await tx.ask(sql::find_supplier(in.supplier));
        if (!supplier) co_return refuse(supplier_not_found, {}, {{"/supplier", "unknown", "there is no such supplier"}});
        tx.send(sql::add_feed(id, in.supplier, in.code.str(), in.name.str(), in.state.value_or(FeedState::active), RawJson{to_json(in.source)}, sealed(app, in), RawJson{to_json(in.layout)},
                              RawJson{to_json(in.pricing)}, RawJson{to_json(in.guards.value_or(Guards{}))}, in.every_minutes ? std::optional(in.every_minutes->value) : std::nullopt, at));
        tx.send(sql::note_change("feed.added", id.text(), 1, said(in)));
        plan_tick(tx, id, at);
        co_return true;
    };
    auto made = co_await unless_taken(app, ctx, body);
    if (!made) co_return refuse(std::move(made.error()));
    co_return co_await find_feed(app, ctx, id);
}

Task<Result<FeedView>> replace_feed(App& app, Ctx ctx, FeedId id, std::optional<std::int64_t> version, FeedInput in) {
    if (auto faults = faults_of_feed(app, ctx, in); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto at = next_run(in, ctx.now);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await tx.ask(sql::lock_feed(id));
        if (!row) co_return refuse(feed_not_found);
        if (version && *version != row->version) co_return refuse(refusals::stale_version);
        if (in.supplier != row->supplier) co_return refuse(refusals::invalid, {}, {{"/supplier", "fixed", "a feed stays with its supplier: make another"}});
        auto now = co_await tx.ask(sql::replace_feed(id, in.supplier, in.code.str(), in.name.str(), in.state.value_or(FeedState::active), RawJson{to_json(in.source)}, sealed(app, in), RawJson{to_json(in.layout)},
                                                     RawJson{to_json(in.pricing)}, RawJson{to_json(in.guards.value_or(Guards{}))}, in.every_minutes ? std::optional(in.every_minutes->value) : std::nullopt, at));
        tx.send(sql::note_change("feed.changed", id.text(), now, said(in)));
        plan_tick(tx, id, at);
        co_return true;
    };
    auto replaced = co_await unless_taken(app, ctx, body);
    if (!replaced) co_return refuse(std::move(replaced.error()));
    co_return co_await find_feed(app, ctx, id);
}

}  // namespace vitrine::suppliers
