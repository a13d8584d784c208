#include "modules/outgoing/rules.h"

#include <algorithm>
#include <set>

#include "io/web/safe_url.h"
#include "modules/outgoing/catalog.h"

namespace vitrine::outgoing::rules {

std::optional<Duration> open_for(std::int64_t failures_in_row) {
    if (failures_in_row < failures_that_open) return {};
    auto doublings = std::min<std::int64_t>(failures_in_row - failures_that_open, 4);
    return std::min<Duration>(Duration(30s) * (std::int64_t(1) << doublings), 5min);
}

Verdict judge(const web::Answer& answer) {
    if (answer.outcome != web::Outcome::answered) return Verdict::again;
    if (answer.status == 410) return Verdict::gone;
    return answer.status >= 200 && answer.status < 300 ? Verdict::delivered : Verdict::again;
}

std::vector<Fault> faults_of(const EndpointInput& in, bool may_be_private) {
    std::vector<Fault> faults;
    if (auto fault = web::fault_of_url(in.url.str(), may_be_private)) faults.push_back(std::move(*fault));
    if (in.events.empty()) faults.push_back({"/events", "required", "choose at least one kind of event, or \"*\""});
    std::set<std::string> seen;
    for (size_t i = 0; i < in.events.size(); ++i) {
        auto pointer = "/events/" + std::to_string(i);
        if (in.events[i] != "*" && !is_event_type(in.events[i])) faults.push_back({pointer, "unknown_choice", "there is no such kind of event; see /api/v1/admin/event-types"});
        else if (!seen.insert(in.events[i]).second) faults.push_back({pointer, "twice", "name each kind once"});
    }
    return faults;
}

}  // namespace vitrine::outgoing::rules
