#pragma once
#include <map>
#include <variant>

#include "modules/orders/request.h"
#include "modules/orders/rules.h"
#include "modules/orders/sql.h"
#include "modules/stock/api.h"

namespace vitrine::orders {

/// Everything one transaction has locked and read for the requests it decides.
struct Seen {
    const Config& config;
    quotes::Memory memory;
    std::vector<carts::CartKey> keys;
    std::vector<carts::CartRow> carts;
    std::vector<sql::Claim> claims;
    std::vector<stock::Level> levels;
    risk::Tally tally = {};   ///< what the store's rules on risk count
    std::map<DraftId, std::int64_t> drafts = {};   ///< those that are open, with their versions
};

/// Serves requests one after the other, in memory: each finds the carts, the claimed keys and the stock as the ones before it left them, so that a batch
/// comes out as if its requests had come one by one. Pure; nothing is written.
class Desk {
public:
    explicit Desk(Seen seen);

    struct RepeatOf {
        size_t place;   ///< of an earlier request of this desk, counted from 0
    };
    /// A decided order to be saved, a repeat of one saved before or decided here, or a refusal (see place in api.h).
    using Decision = std::variant<rules::Draft, OrderView, RepeatOf, Refusal>;
    Decision serve(const Request& request);

    const stock::Shelf& shelf() const { return shelf_; }

private:
    struct Cart {
        std::vector<std::string> token_hashes;   ///< a cart may have two keys
        carts::CartRow row;
    };
    struct Claim {
        std::string fingerprint;
        std::variant<RawJson, RepeatOf> answer;
    };
    Decision decide(const Request& request);
    Decision repeat(const Claim& claim, const Request& request) const;
    bool is_refused(rules::Draft& draft, const Request& request, const carts::CartRow& cart) const;
    Refusal short_of(const std::vector<stock::Shortage>& shortages, const carts::CartRow& cart) const;

    const Config& config_;
    quotes::Memory memory_;
    std::map<CartId, Cart> carts_;
    std::map<std::string, Claim> claims_;
    stock::Shelf shelf_;
    risk::Tally tally_;
    std::map<DraftId, std::int64_t> drafts_;
    size_t served_ = 0;
};

}  // namespace vitrine::orders
