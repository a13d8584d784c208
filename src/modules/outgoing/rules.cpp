#include "modules/outgoing/rules.h"

#include <algorithm>
#include <set>

#include <boost/url.hpp>

#include "io/web/guarded.h"
#include "modules/outgoing/catalog.h"

namespace vitrine::outgoing::rules {
namespace {

/// Names that mean this machine or this network wherever they are asked. Addresses and all other names are looked at when the connection is made.
bool is_local_name(std::string_view host) {
    auto name = lower_ascii(host);
    return name == "localhost" || name.ends_with(".localhost") || name.ends_with(".local") || name.ends_with(".internal") || name.find('.') == std::string::npos;
}

bool looks_like_ip(std::string_view host) { return host.starts_with('[') || std::ranges::all_of(host, [](char c) { return (c >= '0' && c <= '9') || c == '.'; }); }

std::optional<Fault> url_fault(const std::string& text, bool may_be_private) {
    auto fault = [](std::string code, std::string detail) { return Fault{"/url", std::move(code), std::move(detail)}; };
    auto url = boost::urls::parse_uri(text);
    if (!url || url->host().empty()) return fault("malformed", "write an address such as https://example.com/hooks");
    if (url->has_userinfo()) return fault("user_in_url", "no user or password belongs into the address: the signature shows who calls");
    if (url->has_fragment()) return fault("malformed", "leave out the part behind #");
    bool is_plain = url->scheme() == "http";
    if (url->scheme() != "https" && !(is_plain && may_be_private)) return fault("not_https", "the address must begin with https://");
    if (may_be_private) return {};
    std::string host(url->host());
    if (looks_like_ip(host)) {
        auto bare = host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
        if (!web::is_public_address(bare)) return fault("private_address", "this is no public address");
    } else if (is_local_name(host)) {
        return fault("private_address", "this name belongs to a private network");
    }
    return {};
}

}  // namespace

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
    if (auto fault = url_fault(in.url.str(), may_be_private)) faults.push_back(std::move(*fault));
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
