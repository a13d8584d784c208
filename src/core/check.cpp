#include "core/check.h"

#include <stdexcept>
#include <string>

namespace vitrine {

void check_failed(std::string_view what, std::source_location where) {
    throw std::logic_error("invariant broken: " + std::string(what) + " (" + where.file_name() + ":" + std::to_string(where.line()) + ")");
}

}  // namespace vitrine
