#pragma once
#include "modules/stores/api.h"
#include "modules/suppliers/api.h"

namespace vitrine::suppliers {

/// Pure. Whether a store's suppliers may be called at private addresses and over plain http: for development.
bool may_reach_private(const Config& config, const stores::Store& store);
/// Pure. The folder that holds <store>/<feed>/ with dropped files; empty: nothing is dropped.
std::string drop_folder(const Config& config, const stores::Store& store);

/// What secrets of feeds are sealed for.
inline constexpr std::string_view feed_secret_purpose = "suppliers.feed";

}  // namespace vitrine::suppliers
