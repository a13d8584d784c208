#include "modules/suppliers/routes.h"

#include <charconv>

#include "io/http/version_tag.h"
#include "modules/suppliers/items.h"
#include "modules/suppliers/run.h"
#include "modules/suppliers/submission.h"

namespace vitrine::suppliers {
namespace {

struct SupplierPath {
    SupplierId id;
};
SHAPE(SupplierPath, id)
struct FeedPath {
    FeedId id;
};
SHAPE(FeedPath, id)
struct RunPath {
    RunId id;
};
SHAPE(RunPath, id)
struct ItemPath {
    ItemId id;
};
SHAPE(ItemPath, id)
struct SubmissionPath {
    SubmissionId id;
};
SHAPE(SubmissionPath, id)
struct ItemQuery {
    catalog::ProductId product;
};
SHAPE(ItemQuery, product)
struct PageQuery {
    std::optional<Text<1, 12>> cursor;
    std::optional<Whole<1, 1'000>> limit;
};
SHAPE(PageQuery, cursor, limit)
struct FieldList {
    std::vector<std::string> items;
};
SHAPE(FieldList, items)

using Match = http::Headers<http::IfMatch>;

template <class View>
Result<http::Response> tagged(Result<View> view) {
    if (!view) return refuse(std::move(view.error()));
    auto response = http::json_text(to_json(*view));
    response.set("ETag", http::version_tag(view->version));
    return response;
}

template <class View>
Result<http::Created<View>> created(Result<View> view, const std::string& place) {
    if (!view) return refuse(std::move(view.error()));
    auto location = place + view->id.text();
    return http::Created<View>{std::move(*view), location};
}

Task<Result<SupplierList>> get_suppliers(App& app, Ctx ctx) { co_return co_await list_suppliers(app, ctx); }
Task<Result<http::Created<SupplierView>>> post_supplier(App& app, Ctx ctx, http::Body<SupplierInput> in) { co_return created(co_await create_supplier(app, ctx, in.value), "/api/v1/admin/suppliers/"); }
Task<Result<http::Response>> get_supplier(App& app, Ctx ctx, http::Path<SupplierPath> path) { co_return tagged(co_await find_supplier(app, ctx, path->id)); }
Task<Result<http::Response>> put_supplier(App& app, Ctx ctx, http::Path<SupplierPath> path, Match match, http::Body<SupplierInput> in) {
    co_return tagged(co_await replace_supplier(app, ctx, path->id, http::wanted_version(match->if_match), in.value));
}
Task<Result<RateList>> get_rates(App& app, Ctx ctx) { co_return co_await list_rates(app, ctx); }
Task<Result<RateView>> put_rate(App& app, Ctx ctx, http::Body<RateInput> in) { return set_rate(app, ctx, in.value); }

Task<Result<FeedList>> get_feeds(App& app, Ctx ctx) { co_return co_await list_feeds(app, ctx); }
Task<Result<http::Created<FeedView>>> post_feed(App& app, Ctx ctx, http::Body<FeedInput> in) { co_return created(co_await create_feed(app, ctx, in.value), "/api/v1/admin/supplier-feeds/"); }
Task<Result<http::Response>> get_feed(App& app, Ctx ctx, http::Path<FeedPath> path) { co_return tagged(co_await find_feed(app, ctx, path->id)); }
Task<Result<http::Response>> put_feed(App& app, Ctx ctx, http::Path<FeedPath> path, Match match, http::Body<FeedInput> in) {
    co_return tagged(co_await replace_feed(app, ctx, path->id, http::wanted_version(match->if_match), in.value));
}
Task<Result<Preview>> post_preview(App& app, Ctx ctx, http::Body<PreviewInput> in) { return preview(app, ctx, in.value); }
Task<Result<FieldList>> get_fields(App&, Ctx) {
    FieldList list;
    for (auto name : field_names()) list.items.emplace_back(name);
    co_return list;
}

Task<Result<http::Created<RunView>>> post_run(App& app, Ctx ctx, http::Path<FeedPath> path, http::Body<NewRun> in) {
    co_return created(co_await start_run(app, ctx, path->id, in.value), "/api/v1/admin/supplier-runs/");
}
Task<Result<RunPage>> get_runs(App& app, Ctx ctx, http::Query<RunFilter> filter) { co_return co_await list_runs(app, ctx, filter.value); }
Task<Result<RunView>> get_run(App& app, Ctx ctx, http::Path<RunPath> path) { return find_run(app, ctx, path->id); }
Task<Result<RunView>> post_approval(App& app, Ctx ctx, http::Path<RunPath> path, http::Body<LetThrough> in) { return let_through(app, ctx, path->id, in.value); }
Task<Result<RunView>> post_cancellation(App& app, Ctx ctx, http::Path<RunPath> path) { return cancel_run(app, ctx, path->id); }

Result<std::int32_t> after_of(const PageQuery& query) {
    if (!query.cursor) return -1;
    std::int32_t after = 0;
    auto text = query.cursor->str();
    auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), after);
    if (fault != std::errc{} || end != text.data() + text.size() || after < 0) return refuse(refusals::invalid, {}, {{"/cursor", "out_of_range", "give the next_cursor of the page before"}});
    return after;
}
std::int32_t limit_of(const PageQuery& query) { return query.limit ? std::int32_t(query.limit->value) : 200; }

Task<Result<RunFaultPage>> get_faults(App& app, Ctx ctx, http::Path<RunPath> path, http::Query<PageQuery> query) {
    auto after = after_of(query.value);
    if (!after) co_return refuse(std::move(after.error()));
    co_return co_await list_run_faults(app, ctx, path->id, *after, limit_of(query.value));
}
Task<Result<RunDiffPage>> get_diffs(App& app, Ctx ctx, http::Path<RunPath> path, http::Query<PageQuery> query) {
    auto after = after_of(query.value);
    if (!after) co_return refuse(std::move(after.error()));
    co_return co_await list_run_diffs(app, ctx, path->id, *after, limit_of(query.value));
}

Task<Result<ItemView>> get_item_of(App& app, Ctx ctx, http::Query<ItemQuery> query) { return item_of_product(app, ctx, query->product); }
Task<Result<ItemView>> get_item(App& app, Ctx ctx, http::Path<ItemPath> path) { return find_item(app, ctx, path->id); }
Task<Result<ItemView>> post_hold(App& app, Ctx ctx, http::Path<ItemPath> path, http::Body<HoldInput> in) { return hold_item(app, ctx, path->id, in.value); }
Task<Result<ItemView>> delete_hold(App& app, Ctx ctx, http::Path<ItemPath> path) { return release_item(app, ctx, path->id); }

Task<Result<SubmissionPage>> get_submissions(App& app, Ctx ctx, http::Query<SubmissionFilter> filter) { co_return co_await list_submissions(app, ctx, filter.value); }
Task<Result<http::Response>> get_submission(App& app, Ctx ctx, http::Path<SubmissionPath> path) { co_return tagged(co_await find_submission(app, ctx, path->id)); }
Task<Result<SubmissionView>> post_retry(App& app, Ctx ctx, http::Path<SubmissionPath> path) { return retry_submission(app, ctx, path->id); }
Task<Result<SubmissionView>> post_settlement(App& app, Ctx ctx, http::Path<SubmissionPath> path, http::Body<SettleInput> in) { return settle_submission(app, ctx, path->id, in.value); }
Task<Result<http::Response>> get_order_api(App& app, Ctx ctx, http::Path<SupplierPath> path) { co_return tagged(co_await find_order_api(app, ctx, path->id)); }
Task<Result<http::Response>> put_order_api(App& app, Ctx ctx, http::Path<SupplierPath> path, Match match, http::Body<OrderApiInput> in) {
    co_return tagged(co_await set_order_api(app, ctx, path->id, http::wanted_version(match->if_match), in.value));
}

http::RouteOptions options(std::string permission, std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .refusals = std::move(refusals)};
}

}  // namespace

void routes(http::Routes<App>& routes) {
    const std::string admin = "/api/v1/admin", feeds = admin + "/supplier-feeds", runs = admin + "/supplier-runs", items = admin + "/supplier-items";
    const std::string read = "suppliers:read", write = "suppliers:write";
    routes.get(admin + "/suppliers", get_suppliers, options(read, "Who offers goods"));
    routes.post(admin + "/suppliers", post_supplier, options(write, "Adds a supplier", {code_taken}));
    routes.get(admin + "/suppliers/{id}", get_supplier, options(read, "A supplier with what he offers, in numbers", {supplier_not_found}));
    routes.put(admin + "/suppliers/{id}", put_supplier, options(write, "Replaces what was said of a supplier; with If-Match only the version it was read at", {supplier_not_found, code_taken, refusals::stale_version}));
    routes.get(admin + "/supplier-rates", get_rates, options(read, "Exchange rates by day"));
    routes.put(admin + "/supplier-rates", put_rate, options(write, "Sets the rate of a currency from a day on"));
    routes.get(feeds, get_feeds, options(read, "The feeds of all suppliers"));
    routes.post(feeds, post_feed, options(write, "Adds a feed", {supplier_not_found, code_taken}));
    routes.get(feeds + "/fields", get_fields, options(read, "What a column of a file can be mapped to"));
    auto sample = options(write, "How the beginning of a file would be read and priced; changes nothing", {unreadable});
    sample.body_limit_bytes = 512 * 1024;
    routes.post(feeds + "/preview", post_preview, sample);
    routes.get(feeds + "/{id}", get_feed, options(read, "A feed, without its secrets", {feed_not_found}));
    routes.put(feeds + "/{id}", put_feed, options(write, "Replaces what was said of a feed; secrets that are left out stay", {feed_not_found, code_taken, refusals::stale_version}));
    routes.post(feeds + "/{id}/runs", post_run, options(write, "Runs a feed now", {feed_not_found, feed_busy, needs_upload, imports::not_found, imports::parts_missing}));
    routes.get(runs, get_runs, options(read, "Runs of feeds, newest first"));
    routes.get(runs + "/{id}", get_run, options(read, "A run with its counts, and why it stopped", {run_not_found}));
    routes.get(runs + "/{id}/faults", get_faults, options(read, "What was wrong with a run's file, row by row", {run_not_found}));
    routes.get(runs + "/{id}/diffs", get_diffs, options(read, "What a run's file changes, price jumps among it", {run_not_found}));
    routes.post(runs + "/{id}/approval", post_approval, options(write, "Lets a run past its guards, with a reason", {run_not_found, not_held}));
    routes.post(runs + "/{id}/cancellation", post_cancellation, options(write, "Ends a run at its next look; what was committed stays", {run_not_found, run_over}));
    routes.get(items, get_item_of, options(read, "The piece behind a product, with everybody's offers", {item_not_found}));
    routes.get(items + "/{id}", get_item, options(read, "A piece with everybody's offers", {item_not_found}));
    routes.put(items + "/{id}/hold", post_hold, options(write, "Takes a piece out of the shop: sold or shown elsewhere", {item_not_found, is_sold}));
    routes.del(items + "/{id}/hold", delete_hold, options(write, "Puts a piece back", {item_not_found, is_sold}));
    const std::string orders = admin + "/supplier-orders", api = admin + "/suppliers/{id}/order-api";
    routes.get(api, get_order_api, options(read, "Where a supplier is ordered from, without its secrets", {no_order_api}));
    routes.put(api, put_order_api, options(write, "Sets where a supplier is ordered from; with If-Match only the version it was read at", {supplier_not_found, refusals::stale_version}));
    routes.get(orders, get_submissions, options(read, "What was ordered from suppliers, newest first; attention=true: what waits for a person"));
    routes.get(orders + "/{id}", get_submission, options(read, "An order at a supplier with its lines and every attempt", {submission_not_found}));
    routes.post(orders + "/{id}/retry", post_retry, options(write, "Asks the supplier again, or calls off again", {submission_not_found, illegal_move}));
    routes.post(orders + "/{id}/settlement", post_settlement, options(write, "Says that a person has arranged it otherwise", {submission_not_found, illegal_move}));
}

}  // namespace vitrine::suppliers
