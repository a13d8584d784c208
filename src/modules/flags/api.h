#pragma once
// Features that a store switches on for some, for all or for nobody. Decided from memory.
#include <string>
#include <string_view>
#include <vector>

#include "core/ctx.h"
#include "core/task.h"
#include "modules/app.h"

namespace vitrine::flags {

inline constexpr RefusalKind unknown{"flags.unknown", 404, "No feature has this name"};

inline constexpr RefusalKind off{"flags.off", 403, "This is switched off for you at the moment"};

/// A feature that can be switched. Declared once, by the module that has it.
struct Flag {
    std::string_view key;               ///< "live-cart"
    std::string_view text;              ///< for staff, what it is
    bool is_on_by_default = true;       ///< where a store has said nothing
    bool is_public = true;              ///< shoppers' programs may ask whether they have it
};
/// Called by Module::plug_in of the module that has it, once at the program's start.
void declare(const Flag& flag);
/// All of them, in the order of their keys.
std::vector<Flag> declared();

enum class Audience { everyone, guests, customers, staff, testers };
SHAPE_ENUM(Audience, everyone, guests, customers, staff, testers)

/// Whom a decision is about.
struct Viewer {
    enum class Kind { guest, customer, staff } kind = Kind::guest;
    std::string subject;                ///< by which shares are counted: the customer's or member's id, else the cart's; empty: nobody in particular
};
/// Pure. Who asks. `cart`: the id of the cart in hand, as text; empty: none.
Viewer viewer_of(const Ctx& ctx, std::string_view cart = {});

/// Whether the viewer has the feature in this store. From memory; any thread. The same for the same viewer until staff say otherwise.
bool is_on(const Flag& flag, StoreId store, const Viewer& viewer, Instant now);
inline bool is_on(const Flag& flag, const Ctx& ctx, std::string_view cart = {}) { return is_on(flag, ctx.store, viewer_of(ctx, cart), ctx.now); }

/// The channel that tells other processes to look at once; they look every few seconds besides.
inline constexpr auto channel = "vitrine_flags";
/// Reads what all stores say; `worker` acts as vitrine_worker. To be called before the first request, and then by `channel` and every few seconds.
Task<void> refresh(pg::Db& worker);

}  // namespace vitrine::flags
