#include "simulators/framework/faults.h"

namespace vitrine::simulators {
namespace {

bool fits(std::string_view pattern, std::string_view call) {
    if (pattern.ends_with('*')) return call.starts_with(pattern.substr(0, pattern.size() - 1));
    return pattern == call;
}

}  // namespace

void FaultBook::add(FaultRule rule) {
    if (!rule.times) rule.times = 1;
    rules_.push_back(std::move(rule));
}

std::optional<FaultRule> FaultBook::take(std::string_view call, FaultKind kind) {
    for (auto at = rules_.begin(); at != rules_.end(); ++at) {
        if (at->kind != kind || !fits(at->call, call)) continue;
        auto rule = *at;
        if (*at->times > 0 && --*at->times == 0) rules_.erase(at);
        return rule;
    }
    return {};
}

}  // namespace vitrine::simulators
