// Changing many base prices at once: with a look first, all or nothing, once for a key, and written down.
#include "modules/prices/bulk.h"

#include <algorithm>

#include "io/crypto/digest.h"
#include "modules/prices/routes.h"
#include "modules/prices/sql.h"

namespace vitrine::prices {
namespace {

constexpr size_t most_shown = 100;
constexpr std::int32_t products_a_page = 1'000;

struct BulkHeaders {
    std::optional<Text<1, 255>> idempotency_key;
};
SHAPE(BulkHeaders, idempotency_key)
struct Answered {
    ChangeReport report;
    bool replayed = false;
};
struct ChangeEntry {
    std::string id, actor, reason;
    RawJson request, report;
    Instant changed_at{};
};
SHAPE(ChangeEntry, id, actor, reason, request, report, changed_at)
struct ChangeList {
    std::vector<ChangeEntry> items;
};
SHAPE(ChangeList, items)

std::vector<Fault> faults_of(const Change& in, bool has_key) {
    std::vector<Fault> faults;
    if (in.variants.has_value() == in.category.has_value()) faults.push_back({"/variants", "required", "give variants or a category, not both"});
    if (in.variants && in.variants->size() > most_in_bulk) faults.push_back({"/variants", "out_of_range", "50,000 variants at most"});
    if (!in.factor_ppm && !in.add_minor && !in.round_to_minor && !in.less_minor && !in.former) faults.push_back({"", "required", "say what to change"});
    if (!has_key && !in.dry_run.value_or(false)) faults.push_back({"/headers/idempotency-key", "required", "a change that is written needs a key, so that sending it twice changes once"});
    return faults;
}

Task<std::vector<VariantId>> variants_of(pg::Tx& tx, const Change& in) {
    std::vector<VariantId> ids;
    if (in.variants) {
        ids = *in.variants;
    } else {
        std::string after;
        for (;;) {
            auto page = co_await tx.ask(catalog::products_after(after, products_a_page, in.category->str(), {}));
            if (page.empty()) break;
            std::vector<catalog::ProductId> products;
            for (const auto& product : page) products.push_back(product.id);
            auto variants = co_await tx.ask(catalog::variants_by_id(products));
            for (const auto& variant : variants) ids.push_back(variant.id);
            after = page.back().slug;
            if (ids.size() > most_in_bulk) break;
        }
    }
    std::ranges::sort(ids);
    auto repeats = std::ranges::unique(ids);
    ids.erase(repeats.begin(), repeats.end());
    co_return ids;
}

/// What the change makes of the locked prices: the report, and what differs.
struct Planned {
    ChangeReport report;
    std::vector<VariantPrice> prices;
};
Planned plan(const std::vector<VariantId>& selected, const std::vector<PriceRow>& rows, const Change& in) {
    Planned out;
    out.report.is_dry_run = in.dry_run.value_or(false);
    out.report.selected = std::int64_t(selected.size());
    out.report.without_price = std::int64_t(selected.size() - rows.size());
    for (const auto& row : rows) {
        auto price = changed(row, in);
        auto compare_at = price.compare_at ? std::optional(price.compare_at->minor) : std::nullopt;
        if (price.price.minor == row.minor && compare_at == row.compare_at_minor) {
            ++out.report.unchanged;
            continue;
        }
        ++out.report.changed;
        if (out.report.items.size() < most_shown) out.report.items.push_back({row.variant, {row.minor, row.currency}, price.price, price.compare_at});
        out.prices.push_back(std::move(price));
    }
    return out;
}

Task<Result<Answered>> change(pg::Tx& tx, App& app, const Change& in, const std::string& key, const std::string& fingerprint) {
    if (!key.empty()) {
        co_await tx.ask(sql::lock_bulk_changes());
        auto earlier = co_await tx.ask(sql::find_bulk_change(key));
        if (earlier && earlier->fingerprint.value != fingerprint) co_return refuse(refusals::key_reused);
        if (earlier) {
            auto report = read_json<ChangeReport>(earlier->report.text);
            if (!report) throw std::runtime_error("a stored report does not fit its shape");
            co_return Answered{std::move(*report), true};
        }
    }
    auto selected = co_await variants_of(tx, in);
    if (selected.size() > most_in_bulk) co_return refuse(refusals::invalid, {}, {{"/category", "out_of_range", "50,000 variants at most: choose a smaller category"}});
    auto currency = app.stores->known(tx.ctx().store)->currency;
    auto rows = co_await tx.ask(sql::lock_prices(selected, currency));
    auto planned = plan(selected, rows, in);
    if (planned.report.is_dry_run) co_return Answered{std::move(planned.report), false};
    auto id = new_uuid(tx.ctx().now);
    planned.report.id = uuid_text(id);
    std::vector<VariantId> written;
    for (const auto& price : planned.prices) written.push_back(price.variant);
    if (!planned.prices.empty()) {
        save(tx, planned.prices);
        catalog::note_variant_changes(tx, written);
    }
    tx.send(sql::add_bulk_change(id, key, pg::Bytes{fingerprint}, tx.ctx().actor, in.reason.str(), RawJson{to_json(in)}, RawJson{to_json(planned.report)}, tx.ctx().now));
    tx.after_commit([&app] { app.db.notify_soon(catalog::changes_channel); });
    co_return Answered{std::move(planned.report), false};
}

/// Changes thousands of prices in one transaction. A dry run says what would change and writes nothing. Repeatable with the same key: the first report again.
/// Refuses request.invalid, idempotency.key_reused.
Task<Result<http::Response>> post_change(App& app, Ctx ctx, http::Headers<BulkHeaders> headers, http::Body<Change> in) {
    auto key = headers->idempotency_key ? headers->idempotency_key->str() : std::string();
    if (auto faults = faults_of(in.value, !key.empty()); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    if (in->dry_run.value_or(false)) key.clear();
    auto fingerprint = crypto::bytes_of(crypto::sha256("price-change" + to_json(in.value)));
    std::optional<Result<Answered>> answered;
    for (int attempt = 1; !answered; ++attempt) {
        try {
            auto body = [&](pg::Tx& tx) { return change(tx, app, in.value, key, fingerprint); };
            answered.emplace(co_await app.db.transaction(ctx, body));
        } catch (const pg::Error& error) {
            if (error.constraint != "price_change_claimed_once" || attempt > 1) throw;  // the same request was faster: the second look finds its report
        }
    }
    if (!*answered) co_return refuse(std::move(answered->error()));
    auto response = http::json_text(to_json((*answered)->report));
    if ((*answered)->replayed) response.set("Idempotency-Replayed", "true");
    co_return response;
}

Task<Result<ChangeList>> get_changes(App& app, Ctx ctx) {
    auto rows = co_await app.db.read(ctx, sql::bulk_changes(100));
    ChangeList out;
    for (auto& row : rows) out.items.push_back({uuid_text(row.id), std::move(row.actor), std::move(row.reason), std::move(row.request), std::move(row.report), row.changed_at});
    co_return out;
}

}  // namespace

std::int64_t changed_price(std::int64_t minor, const Change& change) {
    if (change.factor_ppm) minor = multiply_divide(minor, std::int64_t(*change.factor_ppm), 1'000'000, Rounding::half_up);
    if (change.add_minor) minor += std::int64_t(*change.add_minor);
    minor = std::max<std::int64_t>(minor, 0);
    if (change.round_to_minor) minor = multiply_divide(minor, 1, std::int64_t(*change.round_to_minor), Rounding::half_up) * std::int64_t(*change.round_to_minor);
    if (change.less_minor) minor = std::max<std::int64_t>(minor - std::int64_t(*change.less_minor), 0);
    return minor;
}

VariantPrice changed(const PriceRow& row, const Change& change) {
    VariantPrice out{row.variant, {changed_price(row.minor, change), row.currency}, {}};
    auto former = change.former.value_or(Former::keep);
    auto compare_at = former == Former::until_now ? std::optional(row.minor) : former == Former::keep ? row.compare_at_minor : std::nullopt;
    if (compare_at && *compare_at > out.price.minor) out.compare_at = Money{*compare_at, row.currency};
    return out;
}

void bulk_routes(http::Routes<App>& routes) {
    routes.post("/api/v1/admin/price-changes", post_change,
                {.summary = "Change thousands of base prices at once, with a dry run", .access = http::Access::staff, .permission = "prices:write", .body_limit_bytes = 4u << 20, .deadline_ms = 60'000,
                 .refusals = {refusals::key_reused}});
    routes.get("/api/v1/admin/price-changes", get_changes,
               {.summary = "The last hundred changes of many prices: who, why, what", .access = http::Access::staff, .permission = "prices:read"});
}

}  // namespace vitrine::prices
