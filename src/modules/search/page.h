#pragma once
#include <algorithm>
#include <vector>

#include "modules/search/api.h"

namespace vitrine::search {

/// One match on its way to the page: the bigger key comes first, then the more popular, then the older id; among the newest, the younger id.
struct Hit {
    std::int64_t key, popularity;
    ProductId id;
    std::uint32_t part, doc;
};

/// Keeps the best hits of a page, and one more to know whether there is another page, in a heap whose top is the worst of them.
class Page {
public:
    explicit Page(const Wanted& wanted) : after_(wanted.after), is_newest_(wanted.sort == Sort::newest), most_((wanted.after ? 0 : wanted.offset) + wanted.limit + 1) {}

    /// Whether a hit of this key could come among the best so far.
    bool may_take(std::int64_t key) const { return hits_.size() < most_ || key >= hits_.front().key; }

    void add(const Hit& hit) {
        auto before = [this](const Hit& a, const Hit& b) { return is_before(a, b); };
        if (hits_.size() == most_ && !is_before(hit, hits_.front())) return;
        if (after_ && !is_before({after_->key, after_->popularity, after_->id, 0, 0}, hit)) return;
        if (hits_.size() == most_) {
            std::pop_heap(hits_.begin(), hits_.end(), before);
            hits_.pop_back();
        }
        hits_.push_back(hit);
        std::push_heap(hits_.begin(), hits_.end(), before);
    }
    std::vector<Hit> take() && {
        std::sort_heap(hits_.begin(), hits_.end(), [this](const Hit& a, const Hit& b) { return is_before(a, b); });
        return std::move(hits_);
    }

private:
    bool is_before(const Hit& a, const Hit& b) const {
        if (a.key != b.key) return a.key > b.key;
        if (a.popularity != b.popularity) return a.popularity > b.popularity;
        return is_newest_ ? b.id < a.id : a.id < b.id;
    }
    std::optional<Walk> after_;
    bool is_newest_;
    size_t most_;
    std::vector<Hit> hits_;
};

}  // namespace vitrine::search
