#include <map>

#include "core/check.h"
#include "io/jobs/jobs.h"

namespace vitrine::jobs {

struct Registry::Inner {
    std::map<std::string, Kind, std::less<>> kinds;
    std::map<std::string, std::vector<std::string>, std::less<>> subscribers;
};

Registry& Registry::global() {
    static Registry registry;
    return registry;
}

void Registry::subscribe(std::string news, std::string subscriber) {
    if (!inner_) inner_ = std::make_shared<Inner>();
    inner_->subscribers[std::move(news)].push_back(std::move(subscriber));
}

void Registry::add(std::string kind, Handler handler, KindOptions options) {
    if (!inner_) inner_ = std::make_shared<Inner>();
    check(options.attempts > 0 && options.first_retry_ms > 0 && options.lease_ms > 0, "a kind of job needs positive options");
    bool is_new = inner_->kinds.try_emplace(kind, Kind{kind, std::move(handler), options}).second;
    check(is_new, "two handlers have one name: " + kind);
}

const std::vector<std::string>& Registry::subscribers(std::string_view news) const {
    static const std::vector<std::string> none;
    if (!inner_) return none;
    auto found = inner_->subscribers.find(news);
    return found == inner_->subscribers.end() ? none : found->second;
}

const Registry::Kind* Registry::find(std::string_view kind) const {
    if (!inner_) return nullptr;
    auto found = inner_->kinds.find(kind);
    return found == inner_->kinds.end() ? nullptr : &found->second;
}

std::vector<std::string> Registry::kinds() const {
    std::vector<std::string> names;
    if (inner_)
        for (const auto& [name, kind] : inner_->kinds) names.push_back(name);
    return names;
}

}  // namespace vitrine::jobs
