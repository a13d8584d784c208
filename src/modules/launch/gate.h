#pragma once
// The door as staff see it.
#include "core/text.h"
#include "core/whole.h"
#include "modules/launch/api.h"

namespace vitrine::launch {

/// What a store says of its opening.
struct Gate {
    bool is_closed = false;
    std::optional<Instant> opens_at;                 ///< opens by itself then; none: when staff say so
    std::optional<Text<1, 120>> heading;
    std::optional<Text<1, 1000>> text;
    bool takes_addresses = true;                     ///< of people who want to hear of the opening
};
SHAPE(Gate, is_closed, opens_at, heading, text, takes_addresses)

struct GateView {
    std::int64_t version = 0;                        ///< 0: nobody has said anything; the store is open
    Gate gate;
    bool has_password = false;
    bool is_open_now = true;
    std::int64_t signups = 0, confirmed = 0, told = 0;
};
SHAPE(GateView, version, gate, has_password, is_open_now, signups, confirmed, told)

struct PasswordInput {
    std::string password;
};
SHAPE(PasswordInput, password)

struct PreviewInput {
    Text<1, 120> name;                               ///< for whom, or what for
    Whole<1, 365> days{14};
};
SHAPE(PreviewInput, name, days)
struct PreviewView {
    PreviewId id;
    std::string name;
    Instant made_at{}, expires_at{};
    std::optional<Instant> revoked_at;
    std::string actor;
    std::optional<std::string> url;                  ///< to be handed on; while it holds
};
SHAPE(PreviewView, id, name, made_at, expires_at, revoked_at, actor, url)
struct PreviewList {
    std::vector<PreviewView> items;
};
SHAPE(PreviewList, items)

Task<GateView> find_gate(App& app, Ctx ctx);
/// Opens or closes; every process follows at once. Mailboxes that wait are told once it is open. With `version` only where nobody has said something else since. Repeatable.
/// Refuses request.stale_version.
Task<Result<GateView>> set_gate(App& app, Ctx ctx, std::optional<std::int64_t> version, Gate in);
/// Another preview password (8 characters at least); whoever got in by the one before is out. Refuses request.invalid, server.overloaded.
Task<Result<GateView>> set_password(App& app, Ctx ctx, std::string password);
/// No password lets in any more. Repeatable.
Task<Result<GateView>> drop_password(App& app, Ctx ctx);

/// The last 200, newest first.
Task<PreviewList> list_previews(App& app, Ctx ctx);
/// Not repeatable: each call makes a link.
Task<Result<PreviewView>> make_preview(App& app, Ctx ctx, PreviewInput in);
/// Whoever got in by it is out, on every process at once. Repeatable. Refuses launch.preview_unknown.
Task<Result<PreviewView>> revoke_preview(App& app, Ctx ctx, PreviewId id);

/// Tells mailboxes that the store has opened, a few hundred at a time; does nothing while it is closed.
struct TellOpening {
    std::int64_t version = 1;
};
SHAPE(TellOpening, version)
inline constexpr std::string_view tell_job = "launch.tell";
Task<void> tell_opening(App& app, const jobs::Attempt& attempt, const TellOpening& what);

}  // namespace vitrine::launch
