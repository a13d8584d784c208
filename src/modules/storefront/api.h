#pragma once
#include <memory>
#include <string>

#include "core/ctx.h"
#include "io/http/message.h"
#include "modules/app.h"

namespace vitrine::storefront {

/// What the pages share between all loops: templates, built assets with their compressed bytes, and the cache of rendered pages. Immutable or guarding itself.
/// Reads files; std::runtime_error when a template is faulty or the assets are not built.
std::shared_ptr<Site> make_site(const Config& config);

/// The page of a store that has not opened yet: 200, for no search engine. Needs no database.
http::Response coming_soon(App& app, const Ctx& ctx, const http::Request& request);

/// The Content-Security-Policy of every page but the card form: own scripts and styles only, trusted types.
std::string security_policy();

}  // namespace vitrine::storefront
