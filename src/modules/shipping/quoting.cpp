// What couriers ask for a parcel: asked outside transactions, remembered for a while, the same in every process, so that an order costs what its buyer saw.
#include <map>
#include <mutex>

#include "core/check.h"
#include "io/telemetry/log.h"
#include "modules/shipping/couriers/api.h"
#include "modules/shipping/sql.h"

namespace vitrine::shipping {
namespace {

constexpr Duration quote_life = 6h, fallback_life = 5min;
constexpr std::int64_t default_timeout_ms = 1'500;
constexpr size_t most_remembered = 50'000;

/// Shared by all loops.
struct Memory {
    struct Entry {
        KnownQuote quote;
        Instant until{};
    };
    std::mutex mutex;
    std::map<std::pair<StoreId, std::string>, Entry> entries;
};
Memory& memory() {
    static Memory all;
    return all;
}

/// Couriers charge by half kilograms: parcels of one step share a price.
std::string key_of(const Tables& tables, const Rate& rate, const Delivery& delivery) {
    auto origin = tables.dispatch ? tables.dispatch->origin_postal_code.value_or("") : std::string();
    auto step = (delivery.weight_grams + 499) / 500 * 500;
    return *rate.courier + " " + origin + " " + delivery.country + " " + delivery.postal_code.value_or("") + " " + std::to_string(step);
}

void remember(StoreId store, const std::string& key, const KnownQuote& quote, Instant until, Instant now) {
    auto& all = memory();
    std::lock_guard lock(all.mutex);
    if (all.entries.size() >= most_remembered) std::erase_if(all.entries, [&](const auto& entry) { return entry.second.until <= now; });
    if (all.entries.size() >= most_remembered) all.entries.clear();
    all.entries[{store, key}] = {quote, until};
}

KnownQuote quote_of(const sql::QuoteRow& row) { return {{row.price, row.currency}, {row.days_least, row.days_most}, row.is_fallback}; }

/// The courier's price, or that the table's holds.
Task<KnownQuote> ask(App& app, Ctx ctx, const Tables& tables, const Rate& rate, const Delivery& delivery, Currency currency) {
    const auto* courier = find_courier(*rate.courier);
    KnownQuote fallback{{0, currency}, rate.days, true};
    if (!courier || !courier->can().quotes || courier->declaration().currency != currency || !delivery.postal_code) co_return fallback;
    auto account = account_of(app, ctx.store, tables, *courier);
    if (account.values.missing()) co_return fallback;
    ctx.deadline = clock_now() + std::chrono::milliseconds(rate.timeout_ms.value_or(default_timeout_ms)) + 500ms;   // half a second of a deadline is never the courier's
    Enquiry enquiry{*delivery.postal_code, {}, delivery.country, delivery.weight_grams, delivery.goods, false};
    auto offers = co_await courier->offers(app, ctx, std::move(account), std::move(enquiry));
    if (!offers) {
        log::warn("shipping.quote_failed", {{"courier", std::string(courier->code())}, {"code", offers.error().code}});
        co_return fallback;
    }
    if (offers->empty()) co_return fallback;
    const auto& best = offers->front();
    co_return KnownQuote{best.price, best.days, false};
}

Task<void> learn_one(App& app, Ctx ctx, const Tables& tables, const Rate& rate, const Delivery& delivery, Currency currency) {
    auto key = key_of(tables, rate, delivery);
    auto stored = co_await app.db.read(ctx, sql::find_quote(key, ctx.now));
    if (!stored) {
        auto quote = co_await ask(app, ctx, tables, rate, delivery, currency);
        auto until = ctx.now + (quote.is_fallback ? fallback_life : quote_life);
        auto body = [&](pg::Tx& tx) -> Task<Result<sql::QuoteRow>> {
            co_return co_await tx.ask(sql::save_quote(key, quote.price.minor, quote.price.currency, quote.days.least, quote.days.most, quote.is_fallback, until, tx.ctx().now));
        };
        auto saved = co_await app.db.transaction(ctx, body);   // of two processes that asked at once the first one's price holds
        check(saved.has_value(), "saving a quote refuses nothing");
        stored = std::move(*saved);
    }
    remember(ctx.store, key, quote_of(*stored), stored->expires_at, ctx.now);
}

}  // namespace

std::optional<KnownQuote> remembered_quote(StoreId store, const Tables& tables, const Rate& rate, const Delivery& delivery, Instant now) {
    if (!rate.courier) return {};
    auto key = key_of(tables, rate, delivery);
    auto& all = memory();
    std::lock_guard lock(all.mutex);
    auto found = all.entries.find({store, key});
    return found == all.entries.end() || found->second.until <= now ? std::nullopt : std::optional(found->second.quote);
}

Task<void> learn_quotes(App& app, Ctx ctx, const Tables& tables, Delivery delivery) {
    const auto* zone = zone_for(tables, delivery);
    auto store = app.stores ? app.stores->by_id(ctx.store) : nullptr;
    if (!zone || !store || !delivery.postal_code) co_return;
    for (const auto& rate : zone->rates) {
        if (rate.pricing != Pricing::courier || !rate.courier || remembered_quote(ctx.store, tables, rate, delivery, ctx.now)) continue;
        co_await learn_one(app, ctx, tables, rate, delivery, store->currency);
    }
}

}  // namespace vitrine::shipping
