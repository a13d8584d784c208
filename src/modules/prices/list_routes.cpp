#include <set>

#include "core/validity.h"
#include "io/http/version_tag.h"
#include "modules/prices/api.h"
#include "modules/prices/routes.h"
#include "modules/prices/sql.h"

namespace vitrine::prices {
namespace {

constexpr size_t prices_limit_bytes = 8u << 20;
constexpr size_t most_prices = 20'000;

struct ListPath {
    PriceListId id;
};
SHAPE(ListPath, id)
struct WriteList {
    Slug code;
    Text<1, 120> name;
    Currency currency;
    bool includes_tax = true;
    std::optional<Whole<-1'000, 1'000>> priority;
    std::optional<Text<1, 60>> customer_group, channel;
    std::optional<std::string> valid_from, valid_until;
    std::optional<Whole<1, 1'000'000'000'000>> factor_ppm;
    std::optional<Whole<1, 1'000'000'000>> round_to_minor;
    std::optional<bool> is_active;
};
SHAPE(WriteList, code, name, currency, includes_tax, priority, customer_group, channel, valid_from, valid_until, factor_ppm, round_to_minor, is_active)
struct Lists {
    std::vector<PriceList> items;
};
SHAPE(Lists, items)
struct PricesQuery {
    std::optional<Whole<1, 1'000>> limit;
    std::optional<std::string> cursor;
};
SHAPE(PricesQuery, limit, cursor)
struct PricesPage {
    std::vector<ListPrice> items;
    std::optional<std::string> next_cursor;
};
SHAPE(PricesPage, items, next_cursor)
struct WritePrice {
    VariantId variant;
    std::optional<Whole<1, 9'999>> from_quantity;
    std::optional<Whole<0, INT64_MAX / 20'000>> minor;  ///< left out: the price is taken away
    std::optional<Whole<1, INT64_MAX / 20'000>> compare_at_minor;
};
SHAPE(WritePrice, variant, from_quantity, minor, compare_at_minor)
struct WritePrices {
    std::vector<WritePrice> prices;
};
SHAPE(WritePrices, prices)
struct WrittenPrices {
    std::int64_t written = 0, removed = 0, version = 1;
};
SHAPE(WrittenPrices, written, removed, version)

bool fits(const http::IfMatch& header, std::int64_t version) { return !header.if_match || *header.if_match == "*" || *header.if_match == http::version_tag(version); }

std::vector<Fault> faults_of(const WriteList& in, const stores::Store& store) {
    std::vector<Fault> faults;
    if (in.code.str() == "base") faults.push_back({"/code", "reserved", "base is what everybody pays"});
    if (in.code.str().size() > 40) faults.push_back({"/code", "too_long", "at most 40 characters"});
    if (!store.sells_in(in.currency)) faults.push_back({"/currency", std::string(currency_not_sold.code), "this shop does not sell in it"});
    auto from = in.valid_from ? parse_wall(*in.valid_from) : std::nullopt, until = in.valid_until ? parse_wall(*in.valid_until) : std::nullopt;
    if (in.valid_from && !from) faults.push_back({"/valid_from", "bad_date", "write YYYY-MM-DD or YYYY-MM-DDTHH:MM"});
    if (in.valid_until && !until) faults.push_back({"/valid_until", "bad_date", "write YYYY-MM-DD or YYYY-MM-DDTHH:MM"});
    if (from && until && *until < *from) faults.push_back({"/valid_until", "out_of_range", "it ends before it begins"});
    return faults;
}

PriceList list_of(PriceListId id, const WriteList& in) {
    PriceList list{.id = id, .code = in.code.str(), .name = in.name.str(), .currency = in.currency, .includes_tax = in.includes_tax};
    list.priority = in.priority ? std::int64_t(*in.priority) : 0;
    if (in.customer_group) list.customer_group = in.customer_group->str();
    if (in.channel) list.channel = in.channel->str();
    list.valid_from = in.valid_from;
    list.valid_until = in.valid_until;
    if (in.factor_ppm) list.factor_ppm = std::int64_t(*in.factor_ppm);
    if (in.round_to_minor) list.round_to_minor = std::int64_t(*in.round_to_minor);
    list.is_active = in.is_active.value_or(true);
    return list;
}

pg::Query<std::int64_t> saving(const PriceList& l) {
    return sql::save_list(l.id, l.code, l.name, l.currency, l.includes_tax, l.priority, l.customer_group, l.channel, l.valid_from, l.valid_until, l.factor_ppm, l.round_to_minor,
                          l.is_active);
}

void tell(pg::Tx& tx, App& app) {
    stores::rules_changed(tx, "prices");
    tx.after_commit([&app] { app.db.notify_soon(stores::rules_channel); });
}

/// Runs an edit of a list; another list with its code is a refusal.
template <class F>
Task<Result<PriceList>> edited(App& app, Ctx ctx, F body) {
    try {
        co_return co_await app.db.transaction(ctx, body);
    } catch (const pg::Error& error) {
        if (error.constraint != "one_list_a_code") throw;
    }
    co_return refuse(list_exists, {}, {{"/code", "taken", "another list has this code"}});
}

http::Response answer(const PriceList& list) {
    auto response = http::json_text(to_json(list));
    response.set("ETag", http::version_tag(list.version));
    return response;
}

Task<Result<Lists>> get_lists(App& app, Ctx ctx) { co_return Lists{co_await app.db.read(ctx, sql::find_lists())}; }

Task<Result<http::Response>> get_list(App& app, Ctx ctx, http::Path<ListPath> path) {
    auto list = co_await app.db.read(ctx, sql::find_list(path->id));
    if (!list) co_return refuse(list_unknown);
    co_return answer(*list);
}

/// Makes a price list; quotes follow within a second. Refuses prices.list_exists, request.invalid.
Task<Result<http::Created<PriceList>>> post_list(App& app, Ctx ctx, http::Body<WriteList> in) {
    if (auto faults = faults_of(in.value, *app.stores->known(ctx.store)); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto list = list_of(PriceListId::next(ctx.now), in.value);
    auto body = [&](pg::Tx& tx) -> Task<Result<PriceList>> {
        list.version = co_await tx.ask(saving(list));
        tell(tx, app);
        co_return list;
    };
    auto saved = co_await edited(app, ctx, body);
    if (!saved) co_return refuse(saved.error());
    auto location = "/api/v1/admin/price-lists/" + saved->id.text();
    co_return http::Created<PriceList>{std::move(*saved), location};
}

/// Replaces a list's settings; its prices stay. A list with prices keeps its currency.
Task<Result<http::Response>> put_list(App& app, Ctx ctx, http::Path<ListPath> path, http::Headers<http::IfMatch> headers, http::Body<WriteList> in) {
    if (auto faults = faults_of(in.value, *app.stores->known(ctx.store)); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto list = list_of(path->id, in.value);
    auto body = [&](pg::Tx& tx) -> Task<Result<PriceList>> {
        auto [before, prices] = co_await tx.ask(sql::lock_list(path->id), sql::find_list_prices(path->id, {}, 0, 1));
        if (!before) co_return refuse(list_unknown);
        if (!fits(headers.value, before->version)) co_return refuse(refusals::stale_version);
        if (before->currency != list.currency && !prices.empty())
            co_return refuse(refusals::invalid, {}, {{"/currency", "has_prices", "the list has prices in " + std::string(before->currency.code())}});
        list.version = co_await tx.ask(saving(list));
        tell(tx, app);
        co_return list;
    };
    auto saved = co_await edited(app, ctx, body);
    if (!saved) co_return refuse(saved.error());
    co_return answer(*saved);
}

Task<Result<http::NoContent>> delete_list(App& app, Ctx ctx, http::Path<ListPath> path, http::Headers<http::IfMatch> headers) {
    auto body = [&](pg::Tx& tx) -> Task<Result<http::NoContent>> {
        auto before = co_await tx.ask(sql::lock_list(path->id));
        if (!before) co_return refuse(list_unknown);
        if (!fits(headers.value, before->version)) co_return refuse(refusals::stale_version);
        tx.send(sql::delete_list(path->id));
        tell(tx, app);
        co_return http::NoContent{};
    };
    co_return co_await app.db.transaction(ctx, body);
}

std::string cursor_of(const ListPrice& last) { return last.variant.text() + "." + std::to_string(last.from_quantity); }

Task<Result<PricesPage>> get_prices(App& app, Ctx ctx, http::Path<ListPath> path, http::Query<PricesQuery> query) {
    auto limit = std::int32_t(query->limit.value_or(Whole<1, 1'000>{100}));
    ListPrice after{{}, 0, 0, {}};
    if (query->cursor) {
        auto dot = query->cursor->find('.');
        auto variant = VariantId::parse(query->cursor->substr(0, dot));
        shape::Reader reader;
        bool is_ours = variant && dot != std::string::npos && shape::Codec<std::int64_t>::from_text(reader, query->cursor->substr(dot + 1), after.from_quantity);
        if (!is_ours) co_return refuse(refusals::invalid, {}, {{"/cursor", "bad_cursor", "use the next_cursor of an earlier answer"}});
        after.variant = *variant;
    }
    auto rows = co_await app.db.read(ctx, sql::find_list_prices(path->id, after.variant, after.from_quantity, limit + 1));
    PricesPage page;
    if (rows.size() > size_t(limit)) {
        rows.resize(size_t(limit));
        page.next_cursor = cursor_of(rows.back());
    }
    page.items = std::move(rows);
    co_return page;
}

struct Columns {
    std::vector<VariantId> variants, gone_variants;
    std::vector<std::int64_t> quantities, minors, gone_quantities;
    std::vector<std::optional<std::int64_t>> compare_at;
};

Result<Columns> columns_of(const WritePrices& in) {
    Columns out;
    std::vector<Fault> faults;
    std::set<std::pair<VariantId, std::int64_t>> seen;
    if (in.prices.size() > most_prices) return refuse(refusals::invalid, {}, {{"/prices", "too_many", "at most 20,000 in one request"}});
    for (size_t i = 0; i < in.prices.size(); ++i) {
        const auto& price = in.prices[i];
        auto row = "/prices/" + std::to_string(i);
        auto quantity = price.from_quantity ? std::int64_t(*price.from_quantity) : 1;
        if (!seen.insert({price.variant, quantity}).second) faults.push_back({row, "repeated", "one price a variant and quantity"});
        if (!price.minor) {
            if (price.compare_at_minor) faults.push_back({row + "/compare_at_minor", "out_of_range", "give the price as well"});
            out.gone_variants.push_back(price.variant);
            out.gone_quantities.push_back(quantity);
            continue;
        }
        auto compare_at = price.compare_at_minor ? std::optional(std::int64_t(*price.compare_at_minor)) : std::nullopt;
        if (compare_at && *compare_at <= std::int64_t(*price.minor)) faults.push_back({row + "/compare_at_minor", "out_of_range", "the former price must be above the price"});
        out.variants.push_back(price.variant);
        out.quantities.push_back(quantity);
        out.minors.push_back(std::int64_t(*price.minor));
        out.compare_at.push_back(compare_at);
    }
    if (!faults.empty()) return refuse(refusals::invalid, {}, std::move(faults));
    return out;
}

/// Writes, changes and takes away prices of a list, thousands at once, all or nothing; what is replaced goes into the history. Repeatable.
/// Refuses prices.list_unknown, request.stale_version, request.invalid.
Task<Result<WrittenPrices>> patch_prices(App& app, Ctx ctx, http::Path<ListPath> path, http::Headers<http::IfMatch> headers, http::Body<WritePrices> in) {
    auto columns = columns_of(in.value);
    if (!columns) co_return refuse(columns.error());
    auto body = [&](pg::Tx& tx) -> Task<Result<WrittenPrices>> {
        auto list = co_await tx.ask(sql::lock_list(path->id));
        if (!list) co_return refuse(list_unknown);
        if (!fits(headers.value, list->version)) co_return refuse(refusals::stale_version);
        auto written = tx.queue(sql::save_list_prices(path->id, columns->variants, columns->quantities, columns->minors, columns->compare_at));
        auto removed = tx.queue(sql::remove_list_prices(path->id, columns->gone_variants, columns->gone_quantities));
        auto version = tx.queue(sql::touch_list(path->id));
        tell(tx, app);
        co_await tx.flush();
        co_return WrittenPrices{*written, *removed, *version};
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace

void list_routes(http::Routes<App>& routes) {
    auto reading = [](std::string summary) {
        return http::RouteOptions{.summary = std::move(summary), .access = http::Access::staff, .permission = "prices:read", .refusals = {list_unknown}};
    };
    auto writing = [](std::string summary, size_t limit = 64 * 1024) {
        return http::RouteOptions{.summary = std::move(summary), .access = http::Access::staff, .permission = "prices:write", .body_limit_bytes = limit,
                                  .refusals = {list_unknown, list_exists, refusals::stale_version}};
    };
    routes.get("/api/v1/admin/price-lists", get_lists, reading("The price lists"));
    routes.post("/api/v1/admin/price-lists", post_list, writing("Make a price list"));
    routes.get("/api/v1/admin/price-lists/{id}", get_list, reading("A price list"));
    routes.put("/api/v1/admin/price-lists/{id}", put_list, writing("Replace a price list's settings"));
    routes.del("/api/v1/admin/price-lists/{id}", delete_list, writing("Delete a price list with its prices"));
    routes.get("/api/v1/admin/price-lists/{id}/prices", get_prices, reading("The prices of a list"));
    routes.patch("/api/v1/admin/price-lists/{id}/prices", patch_prices, writing("Write and take away prices of a list in bulk", prices_limit_bytes));
}

}  // namespace vitrine::prices
