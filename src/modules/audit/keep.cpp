// Entries are written without waiting for one another, and chained a moment later by whoever comes first.
#include <map>
#include <mutex>

#include "core/text.h"
#include "io/telemetry/log.h"
#include "modules/audit/api.h"
#include "modules/audit/sql.h"

namespace vitrine::audit {
namespace {

constexpr std::int64_t at_once = 1'000, trimmed_at_once = 10'000;   ///< entries a transaction
constexpr Duration between_anchors = std::chrono::hours(1);

std::string hex(std::string_view bytes) {
    std::string out;
    for (unsigned char byte : bytes) out += "0123456789abcdef"[byte >> 4], out += "0123456789abcdef"[byte & 15];
    return out;
}

/// What is remembered between calls of one process: when it told of each chain, and when it last looked for what is over a year old.
struct Memory {
    std::mutex mutex;
    std::map<StoreId, Instant> told;
    Instant trimmed{};

    bool is_due(StoreId store, Instant now) {
        std::lock_guard hold(mutex);
        auto& last = told[store];
        if (now - last < between_anchors) return false;
        last = now;
        return true;
    }
    bool is_time_to_trim(Instant now) {
        std::lock_guard hold(mutex);
        if (now - trimmed < between_anchors) return false;
        trimmed = now;
        return true;
    }
};
Memory& memory() {
    static Memory memory;
    return memory;
}

Ctx keeper(StoreId store, Instant now) { return {.now = now, .store = store, .role = Role::worker, .actor = "audit"}; }

Task<std::int64_t> seal(pg::Db& db, StoreId store, Instant now) {
    std::int64_t count = 0;
    std::optional<sql::Sealed> last;
    do {
        auto body = [](pg::Tx& tx) -> Task<Result<std::optional<sql::Sealed>>> { co_return co_await tx.ask(sql::seal(at_once)); };
        last = *co_await db.transaction(keeper(store, now), body);
        if (last) count += last->sealed;
    } while (last && last->sealed == at_once);
    if (last && last->position > 0 && memory().is_due(store, now))
        log::info("audit.anchor", {{"store", store.text()}, {"position", std::to_string(last->position)}, {"hash", hex(last->head.value)}});
    co_return count;
}

Task<std::int64_t> trim(pg::Db& db, StoreId store, Instant now) {
    std::int64_t count = 0, went = 0;
    do {
        auto body = [](pg::Tx& tx) -> Task<Result<std::int64_t>> { co_return co_await tx.ask(sql::trim(trimmed_at_once)); };
        went = *co_await db.transaction(keeper(store, now), body);
        count += went;
    } while (went > 0);
    co_return count;
}

/// A store's chain that does not hold keeps the others from nothing.
Task<std::int64_t> trim_or_tell(pg::Db& db, StoreId store, Instant now) {
    std::int64_t count = 0;
    try {
        count = co_await trim(db, store, now);
    } catch (const pg::Error& why) {
        log::error("audit.broken", {{"store", store.text()}, {"error", why.what()}});
    }
    co_return count;
}

}  // namespace

Task<Kept> keep(pg::Db& db, pg::Db& worker, Instant now) {
    Kept kept;
    auto waiting = co_await worker.read(keeper({}, now), sql::stores_to_seal());
    for (auto store : waiting) kept.sealed += co_await seal(db, store, now);
    if (!memory().is_time_to_trim(now)) co_return kept;
    auto all = co_await worker.read(keeper({}, now), sql::stores_with_chains());
    for (auto store : all) kept.trimmed += co_await trim_or_tell(db, store, now);
    co_return kept;
}

}  // namespace vitrine::audit
