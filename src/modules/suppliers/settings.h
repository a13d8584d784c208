#pragma once
#include "modules/stores/api.h"
#include "modules/suppliers/api.h"

namespace vitrine::suppliers {

/// Pure. The folder that holds <store>/<feed>/ with dropped files; empty: nothing is dropped.
std::string drop_folder(const Config& config, const stores::Store& store);

/// What secrets of feeds are sealed for.
inline constexpr std::string_view feed_secret_purpose = "suppliers.feed";

}  // namespace vitrine::suppliers
