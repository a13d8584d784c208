#pragma once
// A store that has not opened yet: who sees it all the same, and who wants to hear when it does.
#include <optional>
#include <string>
#include <string_view>

#include "core/text.h"
#include "io/http/message.h"
#include "modules/accounts/api.h"
#include "modules/app.h"

namespace vitrine::launch {

using PreviewId = Id<"pvw">;
using SignupId = Id<"lsu">;

inline constexpr RefusalKind closed{"launch.closed", 403, "This store has not opened yet"};
inline constexpr RefusalKind preview_over{"launch.preview_over", 403, "This preview link is over, or was taken back"};
inline constexpr RefusalKind preview_unknown{"launch.preview_unknown", 404, "There is no such preview link"};
inline constexpr RefusalKind password_wrong{"launch.password_wrong", 403, "That is not the preview password"};
inline constexpr RefusalKind no_signups{"launch.no_signups", 409, "This store takes no addresses"};
inline constexpr RefusalKind link_dead{"launch.link_dead", 410, "This link was used before, or is too old"};

/// How a request finds the store's door. ajar: closed to others, open to whoever asks.
enum class Door { open, ajar, shut };
/// From memory, without the database; any thread. ajar for staff who are signed in, for the cookie or the X-Preview-Token of a preview link that holds, and for the cookie of whoever gave the
/// password that holds.
Door door_of(const Config& config, const Ctx& ctx, const http::Request& request);

/// What stands on the door.
struct Sign {
    std::string heading, text;               ///< empty: the page has words of its own
    std::optional<Instant> opens_at;
    bool takes_addresses = false, has_password = false;
};
/// From memory. Empty words where the store has said nothing.
Sign sign_of(StoreId store);

/// Lets whoever holds a link's token in: gives the value of the preview cookie. From memory. Refuses launch.preview_over.
Result<std::string> enter_by_link(const Config& config, const Ctx& ctx, std::string_view token);
/// The same by the preview password. Repeatable. Refuses launch.password_wrong, server.overloaded; where the store has no password no password is right.
Task<Result<std::string>> enter_by_password(App& app, Ctx ctx, std::string password);
/// Keeps the cookie for thirty days; link and password end it earlier when they end.
void remember_preview(const http::Request& request, http::Response& response, std::string value);

/// Notes a mailbox that wants to be told, and asks it by mail whether that is so. The same answer whoever has left it before; not repeatable: each call may send a mail, one an hour at most.
/// Refuses launch.no_signups.
Task<Result<bool>> sign_up(App& app, Ctx ctx, Email mailbox);
/// Confirms by the link of that mail. Repeatable. Refuses launch.link_dead.
Task<Result<bool>> confirm_signup(App& app, Ctx ctx, std::string token);
/// Takes the mailbox off the list by the same link, at any time. Repeatable. Refuses launch.link_dead for a token that is not ours.
Task<Result<bool>> drop_signup(App& app, Ctx ctx, std::string token);

/// News: a mailbox is to be asked, or told that the store has opened.
struct SignupLetter {
    static constexpr std::string_view name = "launch.signup_letter";
    SignupId signup;
    bool has_opened = false;
};
SHAPE(SignupLetter, signup, has_opened)
/// Whom the letter goes to; nothing where the mailbox has gone from the list.
Task<std::optional<Email>> reader_of(App& app, Ctx ctx, SignupId signup);
/// Pure. Where the letter's link leads: to the page that confirms, and drops.
std::string signup_url(const Config& config, const stores::Store& store, SignupId signup);

/// The channel that tells other processes to look at once; they look every few seconds besides.
inline constexpr auto channel = "vitrine_launch";
/// Reads the doors of all stores; `worker` acts as vitrine_worker. To be called before the first request, and then by `channel` and every few seconds.
Task<void> refresh(pg::Db& worker);

}  // namespace vitrine::launch
