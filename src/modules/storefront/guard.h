#pragma once
#include <string>

#include "io/http/message.h"
#include "modules/app.h"
#include "modules/storefront/visit.h"

namespace vitrine::storefront {

/// Whether the browser says that a form was sent from our own pages (Sec-Fetch-Site, else Origin; Fetch Metadata and RFC 6454).
/// A request that says neither passes only with a token.
enum class Origin { ours, foreign, unsaid };
Origin origin_of(const http::Request& request);

/// The token that stands in forms of this cart's pages: nobody can make it without our key.
std::string form_token(const Config& config, const Visit& visit);

/// Whether a POST may act: for pages that carry the token both origin and token count, for cached pages the origin alone.
bool may_act(const Config& config, const http::Request& request, const Visit& visit, const shape::Fields& form, bool needs_token);

/// The value of a form's field; empty when absent.
std::string field(const shape::Fields& form, std::string_view name);

/// A path on this site to go back to after a form: `wanted` when it is one, else `otherwise`.
std::string safe_path(std::string_view wanted, std::string_view otherwise);

}  // namespace vitrine::storefront
