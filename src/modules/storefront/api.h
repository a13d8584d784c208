#pragma once
#include <memory>
#include <string>

#include "modules/app.h"

namespace vitrine::storefront {

/// What the pages share between all loops: templates, built assets with their compressed bytes, and the cache of rendered pages. Immutable or guarding itself.
/// Reads files; std::runtime_error when a template is faulty or the assets are not built.
std::shared_ptr<Site> make_site(const Config& config);

/// The Content-Security-Policy of every page but the card form: own scripts and styles only, trusted types.
std::string security_policy();

}  // namespace vitrine::storefront
