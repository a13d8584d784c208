#include "modules/storefront/guard.h"

#include "io/crypto/digest.h"

namespace vitrine::storefront {

Origin origin_of(const http::Request& request) {
    auto site = request.header("sec-fetch-site");
    if (site == "same-origin" || site == "none") return Origin::ours;
    if (!site.empty()) return Origin::foreign;
    auto origin = request.header("origin");
    if (origin.empty()) return Origin::unsaid;
    auto authority = origin.substr(std::min(origin.find("://") == std::string_view::npos ? origin.size() : origin.find("://") + 3, origin.size()));
    return !authority.empty() && authority == request.header("host") ? Origin::ours : Origin::foreign;
}

std::string form_token(const Config& config, const Visit& visit) {
    if (!visit.cart) return {};
    return crypto::derived_token(config.master_key, "storefront.form", visit.cart->text() + "." + (visit.access.customer ? visit.access.customer->text() : visit.access.token));
}

bool may_act(const Config& config, const http::Request& request, const Visit& visit, const shape::Fields& form, bool needs_token) {
    auto origin = origin_of(request);
    if (origin == Origin::foreign) return false;
    if (origin == Origin::ours && !needs_token) return true;
    auto token = form_token(config, visit);
    return !token.empty() && crypto::equal_in_constant_time(token, field(form, "csrf"));
}

std::string field(const shape::Fields& form, std::string_view name) {
    for (const auto& [key, value] : form)
        if (key == name) return value;
    return {};
}

std::string safe_path(std::string_view wanted, std::string_view otherwise) {
    bool is_ours = wanted.starts_with('/') && !wanted.starts_with("//") && !wanted.starts_with("/\\") && wanted.size() < 1000;
    for (unsigned char byte : wanted) is_ours = is_ours && byte > 0x20 && byte != 0x7f && byte != '\\';
    return std::string(is_ours ? wanted : otherwise);
}

}  // namespace vitrine::storefront
