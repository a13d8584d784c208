#pragma once
// A visitor's consent to being measured.
#include <optional>
#include <string>

#include "core/shape.h"
#include "io/http/message.h"
#include "modules/app.h"

namespace vitrine::consent {

using ChoiceId = Id<"cns">;

/// Where a visitor stands.
enum class Standing { not_asked, open, refused, given };
SHAPE_ENUM(Standing, not_asked, open, refused, given)
/// From memory and the visitor's cookie, without the database; any thread. not_asked: the store does not ask. open: it asks, and there is no answer to its present text. Sec-GPC: 1 (Global Privacy
/// Control) refuses until an answer was given.
Standing standing_of(const Ctx& ctx, const http::Request& request);
/// Whether what tells nothing of anybody may be counted: given, or not asked.
bool may_count(const Ctx& ctx, const http::Request& request);
/// Whether what a visitor does may be followed from page to page: given, and nothing else.
bool may_follow(const Ctx& ctx, const http::Request& request);

struct Choice {
    bool analytics = false;
};
SHAPE(Choice, analytics)
struct ChoiceView {
    Standing standing = Standing::not_asked;
    std::int64_t text_version = 0;       ///< of what is asked; 0: nothing is
};
SHAPE(ChoiceView, standing, text_version)
/// Keeps what a visitor says, as proof, and sets the cookie that says so for half a year. Repeatable: each call is an answer of its own.
Task<Result<ChoiceView>> choose(App& app, Ctx ctx, const http::Request& request, Choice choice, http::Response& response);

/// The channel that tells other processes to look at once; they look every few seconds besides.
inline constexpr auto channel = "vitrine_consent";
/// Reads what all stores ask; `worker` acts as vitrine_worker. To be called before the first request, and then by `channel` and every few seconds.
Task<void> refresh(pg::Db& worker);

}  // namespace vitrine::consent
