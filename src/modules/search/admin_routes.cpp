// What staff see and decide: settings, reports of searches, and why a hit stands where it stands.
#include <charconv>

#include "modules/search/api.h"
#include "modules/search/listing_query.h"
#include "modules/search/query_log.h"
#include "modules/search/routes.h"
#include "modules/search/settings.h"
#include "modules/search/sql.h"
#include "modules/search/tuning_store.h"

namespace vitrine::search {
namespace {

constexpr auto visible_within = 1s;

std::string version_tag(std::int64_t version) { return "\"v" + std::to_string(version) + "\""; }

struct Versioned {
    std::int64_t version = 0;
    SearchSettings settings;
};
SHAPE(Versioned, version, settings)

http::Response answer(const Versioned& value) {
    auto response = http::json_text(to_json(value));
    response.set("ETag", version_tag(value.version));
    return response;
}

/// The settings as they stand; version 0 before the first were saved.
Task<Result<http::Response>> show_settings(App& app, Ctx ctx) {
    auto stored = co_await app.db.read(ctx, sql::load_settings());
    Versioned value;
    if (stored) {
        auto read = read_json<SearchSettings>(stored->settings.text);
        if (!read) throw std::runtime_error("stored search settings do not fit their shape");
        value = {stored->version, std::move(*read)};
    }
    co_return answer(value);
}

struct EditHeaders {
    std::optional<std::string> if_match;
};
SHAPE(EditHeaders, if_match)

/// The version an If-Match names; nothing for "*" or none; -1 for one that no version has.
std::optional<std::int64_t> expected_version(const std::optional<std::string>& if_match) {
    if (!if_match || *if_match == "*") return {};
    std::int64_t version = -1;
    const auto& tag = *if_match;
    if (tag.size() > 3 && tag.starts_with("\"v") && tag.ends_with('"')) std::from_chars(tag.data() + 2, tag.data() + tag.size() - 1, version);
    return version;
}

/// Replaces all settings. Every process searches with them within a second; this one before it answers. Repeatable; with If-Match only over the version it was read at.
/// Refuses request.stale_version, request.invalid.
Task<Result<http::Response>> save_settings(App& app, Ctx ctx, http::Headers<EditHeaders> headers, http::Body<SearchSettings> in) {
    if (auto faults = faults_of(in.value); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    RawJson text{to_json(in.value)};
    auto save = [&](pg::Tx& tx) -> Task<Result<std::int64_t>> {
        auto version = co_await tx.ask(sql::save_settings(text, expected_version(headers->if_match), ctx.actor, ctx.now));
        if (!version) co_return refuse(refusals::stale_version);
        catalog::note_changes(tx, {settings_marker()});
        tx.after_commit([&app] { app.db.notify_soon(catalog::changes_channel); });
        co_return *version;
    };
    auto version = co_await app.db.transaction(ctx, save);
    if (!version) co_return refuse(std::move(version.error()));
    co_await app.snapshots->caught_up(visible_within);
    co_return answer({*version, std::move(in.value)});
}

enum class ReportKind { popular, without_result };
SHAPE_ENUM(ReportKind, popular, without_result)
struct ReportQuery {
    std::optional<ReportKind> kind;          ///< popular when absent
    std::optional<Whole<1, 90>> days;        ///< 30 when absent
    std::optional<Whole<1, 1'000>> limit;    ///< 100 when absent
};
SHAPE(ReportQuery, kind, days, limit)
struct Report {
    std::vector<sql::SearchedQuery> items;
};
SHAPE(Report, items)

/// What shoppers searched for most, or what found nothing. Other processes' last ten seconds may be missing.
Task<Result<Report>> report_queries(App& app, Ctx ctx, http::Query<ReportQuery> in) {
    co_await QueryLog::of_process().write(app.db, ctx.now);
    auto days = in->days ? in->days->value : 30;
    bool without_result = in->kind == ReportKind::without_result;
    auto query = sql::report_queries(without_result, ctx.now - days * 24h, in->limit ? in->limit->value : 100);
    co_return Report{co_await app.db.read(ctx, std::move(query))};
}

struct Explained {
    Card product;
    HitExplanation explanation;
};
SHAPE(Explained, product, explanation)
struct Preview {
    std::vector<Explained> items;
    std::int64_t total = 0;
    std::optional<std::string> did_you_mean;
    std::vector<std::string> left_out;
};
SHAPE(Preview, items, total, did_you_mean, left_out)

/// The hits of a listing, each with what its place is made of.
Task<Result<Preview>> preview(App& app, Ctx ctx, http::Query<ListingParameters> in) {
    auto wanted = read_listing(in.value);
    if (!wanted) co_return refuse(std::move(wanted.error()));
    wanted->explain = wanted->marks = true;
    wanted->facets = false;
    auto found = app.snapshots->of(ctx.store)->search(*wanted);
    Preview out{{}, found.total, std::move(found.did_you_mean), std::move(found.left_out)};
    for (size_t i = 0; i < found.items.size(); ++i) out.items.push_back({std::move(found.items[i]), std::move(found.explanations[i])});
    co_return out;
}

}  // namespace

void admin_routes(http::Routes<App>& routes) {
    http::RouteOptions reads{.access = http::Access::staff, .permission = "search:read"};
    auto with = [](http::RouteOptions options, std::string summary) {
        options.summary = std::move(summary);
        return options;
    };
    routes.get("/api/v1/admin/search/settings", show_settings, with(reads, "Synonyms, pins, boosts and weights of the store's search"));
    routes.put("/api/v1/admin/search/settings", save_settings,
               {.summary = "Replace the settings of the store's search", .access = http::Access::staff, .permission = "search:write", .body_limit_bytes = 1024 * 1024,
                .refusals = {refusals::stale_version}});
    routes.get("/api/v1/admin/search/queries", report_queries, with(reads, "What shoppers searched for, and what found nothing"));
    routes.get("/api/v1/admin/search/preview", preview, with(reads, "A listing in which every hit says why it stands where it stands"));
}

}  // namespace vitrine::search
