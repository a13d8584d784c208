#include "io/web/safe_url.h"

#include <algorithm>

#include <boost/url.hpp>

#include "core/text.h"
#include "io/web/guarded.h"

namespace vitrine::web {
namespace {

/// Names that mean this machine or this network wherever they are asked. Addresses and all other names are looked at when the connection is made.
bool is_local_name(std::string_view host) {
    auto name = lower_ascii(host);
    return name == "localhost" || name.ends_with(".localhost") || name.ends_with(".local") || name.ends_with(".internal") || name.find('.') == std::string::npos;
}

bool looks_like_ip(std::string_view host) { return host.starts_with('[') || std::ranges::all_of(host, [](char c) { return (c >= '0' && c <= '9') || c == '.'; }); }

}  // namespace

std::optional<Fault> fault_of_url(const std::string& text, bool may_be_private, std::string pointer) {
    auto fault = [&pointer](std::string code, std::string detail) { return Fault{pointer, std::move(code), std::move(detail)}; };
    auto url = boost::urls::parse_uri(text);
    if (!url || url->host().empty()) return fault("malformed", "write an address such as https://example.com/hooks");
    if (url->has_userinfo()) return fault("user_in_url", "no user or password belongs into the address");
    if (url->has_fragment()) return fault("malformed", "leave out the part behind #");
    bool is_plain = url->scheme() == "http";
    if (url->scheme() != "https" && !(is_plain && may_be_private)) return fault("not_https", "the address must begin with https://");
    if (may_be_private) return {};
    std::string host(url->host());
    if (looks_like_ip(host)) {
        auto bare = host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
        if (!is_public_address(bare)) return fault("private_address", "this is no public address");
    } else if (is_local_name(host)) {
        return fault("private_address", "this name belongs to a private network");
    }
    return {};
}

}  // namespace vitrine::web
