#include "modules/flags/book.h"

#include <algorithm>
#include <deque>
#include <mutex>

#include "modules/flags/sql.h"

namespace vitrine::flags {
namespace {

std::mutex guard;

std::shared_ptr<const Book>& current() {
    static std::shared_ptr<const Book> now = std::make_shared<Book>();
    return now;
}
/// Written before the first thread starts.
std::deque<Flag>& all() {
    static std::deque<Flag> flags;
    return flags;
}

}  // namespace

void declare(const Flag& flag) {
    if (find_declared(flag.key)) throw std::logic_error("two features are called " + std::string(flag.key));
    all().push_back(flag);
}

std::vector<Flag> declared() {
    std::vector<Flag> flags(all().begin(), all().end());
    std::ranges::sort(flags, {}, &Flag::key);
    return flags;
}

const Flag* find_declared(std::string_view key) {
    for (const auto& flag : all())
        if (flag.key == key) return &flag;
    return nullptr;
}

std::shared_ptr<const Book> book() {
    std::lock_guard lock(guard);
    return current();
}

void know(StoreId store, const std::string& key, Known known) {
    std::lock_guard lock(guard);
    auto next = std::make_shared<Book>(*current());
    (*next)[store][key] = std::move(known);
    current() = std::move(next);
}

Task<void> refresh(pg::Db& worker) {
    Ctx ctx{.now = clock_now(), .role = Role::worker, .actor = "flags"};
    auto settings = co_await worker.read(ctx, sql::all_settings());
    auto testers = co_await worker.read(ctx, sql::all_testers());
    auto next = std::make_shared<Book>();
    for (const auto& row : settings) {
        auto setting = read_json<Setting>(row.document.text);
        if (!setting) throw std::runtime_error("the setting of a feature does not fit its shape");
        (*next)[row.store][row.key].setting = std::move(*setting);
    }
    for (const auto& row : testers) (*next)[row.store][row.key].testers.insert(row.customer.text());
    std::lock_guard lock(guard);
    current() = std::move(next);
}

bool is_on(const Flag& flag, StoreId store, const Viewer& viewer, Instant now) {
    static const Known nothing;
    auto known = book();
    const Known* one = &nothing;
    if (auto of_store = known->find(store); of_store != known->end())
        if (auto it = of_store->second.find(flag.key); it != of_store->second.end()) one = &it->second;
    return decide(flag, one->setting ? &*one->setting : nullptr, one->testers, store, viewer, now).is_on;
}

}  // namespace vitrine::flags
