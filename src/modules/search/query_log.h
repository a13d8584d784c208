#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "io/pg/db.h"

namespace vitrine::search {

/// What shoppers of this process searched for, gathered in memory and written in batches. Only texts and counts: nothing of who searched, and texts that look like an
/// address, a telephone or a card number are not kept at all. What was not written when the process ends is lost; these are counts to learn from, not to bill by.
class QueryLog {
public:
    static constexpr Duration kept_for = 90 * 24h;

    /// Counts a search; `products`, when known, is how many it found.
    void searched(StoreId store, std::string_view text, std::optional<std::int64_t> products);
    /// A search that was answered from a cache had this many when it was made.
    void found(StoreId store, std::string_view text, std::int64_t products);
    /// Whether it is time to write; true for one caller only until `write` is done.
    bool take_turn(Instant now);
    /// Writes what was gathered and forgets what is older than kept_for. Failures are logged; what could not be written is lost.
    Task<void> write(pg::Db& db, Instant now);

    static QueryLog& of_process();

private:
    struct Entry {
        std::int64_t searches = 0;
        std::optional<std::int64_t> products;
    };
    using Entries = std::map<std::pair<StoreId, std::string>, Entry>;
    Entry* entry(StoreId store, std::string_view text);

    std::mutex mutex_;
    Entries entries_;
    Instant written_at_{}, forgot_at_{};
    bool is_writing_ = false;
};

/// The text as the log keeps it: lower case, single spaces, 80 code points at most; empty when it is not to be kept.
std::string loggable(std::string_view text);

}  // namespace vitrine::search
