#include "modules/search/query_log.h"

#include <algorithm>

#include "core/text.h"
#include "io/telemetry/log.h"
#include "modules/search/fold.h"
#include "modules/search/letters.h"
#include "modules/search/sql.h"

namespace vitrine::search {
namespace {

constexpr size_t most_entries = 5'000, longest = 80;
constexpr auto write_every = 10s;
constexpr Duration forget_every = 6h;
constexpr int most_digits = 6;  ///< more in a row, spaces and dashes not counted, may be somebody's number

bool may_be_personal(std::string_view text) {
    if (text.find('@') != std::string_view::npos) return true;
    int digits = 0;
    for (char c : text) {
        if (c >= '0' && c <= '9') ++digits;
        else if (c != ' ' && c != '-') digits = 0;
        if (digits > most_digits) return true;
    }
    return false;
}

}  // namespace

std::string loggable(std::string_view text) {
    if (!is_utf8(text) || has_control_characters(text) || may_be_personal(text)) return {};
    std::string words;
    for (const auto& word : fold_words(text)) words += (words.empty() ? "" : " ") + word;
    if (may_be_personal(words)) return {};  // digits of other scripts
    return count_code_points(words) > longest ? std::string() : words;
}

QueryLog& QueryLog::of_process() {
    static QueryLog log;
    return log;
}

QueryLog::Entry* QueryLog::entry(StoreId store, std::string_view text) {
    auto kept = loggable(text);
    if (kept.empty()) return nullptr;
    std::pair key(store, std::move(kept));
    auto found = entries_.find(key);
    if (found == entries_.end()) {
        if (entries_.size() >= most_entries) return nullptr;
        found = entries_.emplace(std::move(key), Entry{}).first;
    }
    return &found->second;
}

void QueryLog::searched(StoreId store, std::string_view text, std::optional<std::int64_t> products) {
    std::lock_guard hold(mutex_);
    auto* known = entry(store, text);
    if (!known) return;
    ++known->searches;
    if (products) known->products = products;
}

void QueryLog::found(StoreId store, std::string_view text, std::int64_t products) {
    std::lock_guard hold(mutex_);
    if (auto* known = entry(store, text)) known->products = products;
}

bool QueryLog::take_turn(Instant now) {
    std::lock_guard hold(mutex_);
    if (is_writing_ || entries_.empty() || now - written_at_ < write_every) return false;
    is_writing_ = true;
    return true;
}

Task<void> QueryLog::write(pg::Db& db, Instant now) {
    Entries taken;
    bool forgets = false;
    {
        std::lock_guard hold(mutex_);
        is_writing_ = true;
        taken.swap(entries_);
        if (now - forgot_at_ > forget_every) forgets = true, forgot_at_ = now;
    }
    for (auto entry = taken.begin(); entry != taken.end();) {
        Ctx ctx{.now = now, .store = entry->first.first, .role = Role::worker, .actor = "query_log"};
        std::vector<std::string> queries;
        std::vector<std::int64_t> searches;
        std::vector<std::optional<std::int64_t>> products;
        for (; entry != taken.end() && entry->first.first == ctx.store; ++entry) {
            queries.push_back(entry->first.second);
            searches.push_back(entry->second.searches);
            products.push_back(entry->second.products);
        }
        auto save = [&](pg::Tx& tx) -> Task<Result<bool>> {
            tx.send(sql::log_queries(queries, searches, products, now));
            if (forgets) tx.send(sql::forget_queries(now - kept_for));
            co_return true;
        };
        try {
            co_await db.transaction(ctx, save);
        } catch (const std::exception& error) {
            log::warn("search.log_failed", {{"error", error.what()}});
        }
    }
    std::lock_guard hold(mutex_);
    is_writing_ = false;
    written_at_ = now;
}

}  // namespace vitrine::search
