#include "modules/catalog/life.h"

namespace vitrine::catalog {

Result<Status> move(Status from, std::string_view verb, std::string_view reason, bool is_allowed) {
    auto needed = permission_of(verb);
    if (needed.empty()) return refuse(refusals::invalid, {}, {{"/verb", "unknown_choice", "there is no such move"}});
    if (!is_allowed) return refuse(move_forbidden, "this move needs the permission " + std::string(needed));
    const auto* found = product_life.find(from, verb);
    if (!found) return refuse(illegal_move, "a product that is " + std::string(shape_name(from)) + " cannot be moved by " + std::string(verb));
    if (verb == "reject" && reason.empty()) return refuse(reason_missing, {}, {{"/reason", "required", "whoever submitted it needs to know what to mend"}});
    return found->to;
}

}  // namespace vitrine::catalog
