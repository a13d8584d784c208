// What is asked where, and what a visitor's cookie answers.
#include <charconv>
#include <map>
#include <mutex>

#include "modules/consent/settings.h"
#include "modules/consent/sql.h"

namespace vitrine::consent {
namespace {

std::mutex guard;
std::map<StoreId, std::int64_t>& asking() {
    static std::map<StoreId, std::int64_t> texts;
    return texts;
}

constexpr std::string_view cookie_name = "consent";

/// "<id>.<0 or 1>.<version of the text>": which way it was answered is the visitor's own business, so nothing is signed.
std::optional<bool> answer_in(const http::Request& request, std::int64_t text_version) {
    std::string_view value = request.cookie(cookie_name);
    auto first = value.find('.'), second = value.rfind('.');
    if (first == value.npos || second != first + 2 || value.size() > 80 || !ChoiceId::parse(value.substr(0, first))) return {};
    std::int64_t version = 0;
    auto [end, fault] = std::from_chars(value.data() + second + 1, value.data() + value.size(), version);
    bool is_whole = fault == std::errc() && end == value.data() + value.size();
    if (!is_whole || version != text_version) return {};
    return value[first + 1] == '1';
}

}  // namespace

std::optional<std::int64_t> asked_text(StoreId store) {
    std::lock_guard lock(guard);
    auto found = asking().find(store);
    return found == asking().end() ? std::nullopt : std::optional(found->second);
}

void know(StoreId store, std::optional<std::int64_t> text_version) {
    std::lock_guard lock(guard);
    if (text_version) asking()[store] = *text_version;
    else asking().erase(store);
}

Task<void> refresh(pg::Db& worker) {
    auto rows = co_await worker.read({.now = clock_now(), .role = Role::worker, .actor = "consent"}, sql::all_asking());
    std::map<StoreId, std::int64_t> next;
    for (const auto& row : rows) next[row.store] = row.text_version;
    std::lock_guard lock(guard);
    asking() = std::move(next);
}

Standing standing_of(const Ctx& ctx, const http::Request& request) {
    auto text = asked_text(ctx.store);
    if (!text) return Standing::not_asked;
    if (auto answer = answer_in(request, *text)) return *answer ? Standing::given : Standing::refused;
    return request.header("sec-gpc") == "1" ? Standing::refused : Standing::open;
}

bool may_count(const Ctx& ctx, const http::Request& request) {
    auto standing = standing_of(ctx, request);
    return standing == Standing::given || standing == Standing::not_asked;
}

bool may_follow(const Ctx& ctx, const http::Request& request) { return standing_of(ctx, request) == Standing::given; }

}  // namespace vitrine::consent
