#pragma once
// What this process knows of the features of all stores. Any thread.
#include <map>
#include <memory>

#include "modules/flags/rules.h"

namespace vitrine::flags {

struct Known {
    std::optional<Setting> setting;
    std::set<std::string> testers;
};
using Book = std::map<StoreId, std::map<std::string, Known, std::less<>>>;

std::shared_ptr<const Book> book();
/// Takes over what was just committed here, before the next refresh finds it.
void know(StoreId store, const std::string& key, Known known);
/// Declared by some module; null for any other name.
const Flag* find_declared(std::string_view key);

}  // namespace vitrine::flags
