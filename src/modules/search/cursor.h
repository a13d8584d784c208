#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "modules/search/api.h"

namespace vitrine::search {

/// A place in a walk as clients carry it; good only for the search it came from, whatever its page size.
std::string write_cursor(const Walk& walk, const Wanted& wanted);
/// Nothing for what is no cursor, or the cursor of another search.
std::optional<Walk> read_cursor(std::string_view text, const Wanted& wanted);

}  // namespace vitrine::search
