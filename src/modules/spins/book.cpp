#include "modules/spins/book.h"

#include <map>
#include <mutex>

#include "modules/spins/rules.h"
#include "modules/spins/sql.h"

namespace vitrine::spins {
namespace {

struct OfStore {
    std::map<ProductId, Shown> shown;
    std::uint64_t version = 0;
};
std::mutex guard;
std::map<StoreId, OfStore>& books() {
    static std::map<StoreId, OfStore> all;
    return all;
}

}  // namespace

std::optional<Shown> shown_of(StoreId store, ProductId product) {
    std::lock_guard lock(guard);
    auto book = books().find(store);
    if (book == books().end()) return {};
    auto found = book->second.shown.find(product);
    return found == book->second.shown.end() ? std::nullopt : std::optional(found->second);
}

std::uint64_t version_of(StoreId store) {
    std::lock_guard lock(guard);
    auto book = books().find(store);
    return book == books().end() ? 0 : book->second.version;
}

void know(StoreId store, ProductId product, std::optional<Shown> shown) {
    std::lock_guard lock(guard);
    auto& book = books()[store];
    if (shown) book.shown[product] = std::move(*shown);
    else book.shown.erase(product);
    ++book.version;
}

Task<void> refresh(pg::Db& worker) {
    auto rows = co_await worker.read({.now = clock_now(), .role = Role::worker, .actor = "spins"}, sql::all_published());
    std::map<StoreId, std::map<ProductId, Shown>> next;
    for (const auto& row : rows) next[row.store][row.product] = {row.edition, row.frames, row.width, row.height};
    std::lock_guard lock(guard);
    for (auto& [store, book] : books())
        if (!next.contains(store)) next[store];
    for (auto& [store, shown] : next) {
        auto& book = books()[store];
        if (book.shown == shown) continue;
        book.shown = std::move(shown);
        ++book.version;
    }
}

std::string address_of(const Config& config, StoreId store, ProductId product, const Shown& shown, Instant now) {
    return "/media/spins/" + rules::token_of(config, store, {product, shown.edition}, rules::token_until(now));
}

}  // namespace vitrine::spins
