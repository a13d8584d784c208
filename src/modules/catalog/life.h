#pragma once
#include "core/result.h"
#include "core/shape.h"
#include "core/transition.h"

namespace vitrine::catalog {

/// Where a product stands between the first idea and the shelf. Only `published` is sold, and that within its window.
enum class Status { draft, submitted, approved, rejected, published, archived };
SHAPE_ENUM(Status, draft, submitted, approved, rejected, published, archived)

/// The life of a product. Files that are imported set the status outright: whoever may import may publish.
inline constexpr TransitionTable<Status, 12> product_life{
    "product",
    Status::draft,
    {{
        {Status::draft, "submit", Status::submitted},
        {Status::draft, "archive", Status::archived},
        {Status::submitted, "withdraw", Status::draft},
        {Status::submitted, "approve", Status::approved},
        {Status::submitted, "reject", Status::rejected},
        {Status::rejected, "revise", Status::draft},
        {Status::rejected, "archive", Status::archived},
        {Status::approved, "publish", Status::published},
        {Status::approved, "archive", Status::archived},
        {Status::published, "withhold", Status::approved},
        {Status::published, "archive", Status::archived},
        {Status::archived, "reopen", Status::draft},
    }},
};

inline constexpr RefusalKind illegal_move{"catalog.illegal_move", 409, "Not possible in this state"};
inline constexpr RefusalKind move_forbidden{"catalog.move_forbidden", 403, "You may not make this move"};
inline constexpr RefusalKind reason_missing{"catalog.reason_missing", 422, "Say why"};

/// The permission that a verb needs: a supplier submits, withdraws and revises; a manager approves, rejects, publishes and takes away.
/// Empty: no such verb.
constexpr std::string_view permission_of(std::string_view verb) {
    if (verb == "submit" || verb == "withdraw" || verb == "revise") return "products:submit";
    if (verb == "approve" || verb == "reject") return "products:approve";
    if (verb == "publish" || verb == "withhold" || verb == "archive" || verb == "reopen") return "products:publish";
    return {};
}

/// Where `verb` leads from `from`, for somebody who holds its permission (`is_allowed`). Pure.
/// Refuses catalog.move_forbidden, catalog.illegal_move, catalog.reason_missing (a rejection has a reason).
Result<Status> move(Status from, std::string_view verb, std::string_view reason, bool is_allowed);

}  // namespace vitrine::catalog
