#pragma once
// What carts decide, pure: edits of several devices at once, and two carts that become one.
#include <functional>
#include <span>

#include "core/transition.h"
#include "modules/carts/api.h"

namespace vitrine::carts::rules {

inline constexpr std::int64_t most_in_a_line = 9'999;
inline constexpr size_t most_lines = 200, most_coupons = 10, most_cards = 5;

enum class CartState { active, ordered, merged };
SHAPE_ENUM(CartState, active, ordered, merged)
/// The life of a cart. Both ends are for good: it becomes one order, or it goes into the cart of whoever signed in.
inline constexpr TransitionTable<CartState, 2> life{"cart", CartState::active, {{{CartState::active, "order", CartState::ordered}, {CartState::active, "join", CartState::merged}}}};

/// One quantity that two sides started from and changed.
struct Merged {
    std::int64_t quantity = 0;
    bool is_conflict = false;   ///< both changed it, differently
};
/// Three-way merge: whoever left it alone gives way; where both changed it to the same, that; where they disagree, what stands (`theirs`) stays and the other
/// is told. Never adds up: two devices that both set 3 mean three.
Merged merge(std::int64_t base, std::int64_t mine, std::int64_t theirs);

/// `add` is a step (a button was pressed, an article was put in) and counts beside other steps; `set` is a number somebody typed over the one in `seen`.
enum class EditKind { add, set };
SHAPE_ENUM(EditKind, add, set)

/// What a device wants. It numbers its edits from 1 upwards and sends them in order; `after` is the number of the one before it that was not acknowledged yet.
struct Edit {
    std::string device;
    std::int64_t number = 1, after = 0;
    EditKind kind = EditKind::set;
    VariantId variant;
    std::int64_t quantity = 0;  ///< add: the step, may be negative; set: the number, zero removes
    std::int64_t seen = 0;      ///< set: the number that was on the screen
};

/// What the cart holds of the edit's article, and what was heard of its device.
struct Standing {
    std::int64_t quantity = 0;
    size_t lines = 0;
    std::int64_t heard = 0;     ///< the highest number of the device; zero: never
    bool is_for_sale = true, is_unique = false;
};

enum class Outcome {
    applied,                    ///< the cart is as wanted
    unchanged,                  ///< it was already
    capped,                     ///< as far as the article or a line goes
    conflict,                   ///< another device changed it meanwhile: that stays
    refused,                    ///< not for sale any more, or the cart is full
    repeated,                   ///< heard before
    gap,                        ///< an earlier edit of the device is missing: nothing was written down, send from there
};
SHAPE_ENUM(Outcome, applied, unchanged, capped, conflict, refused, repeated, gap)

struct Verdict {
    Outcome outcome = Outcome::applied;
    std::int64_t quantity = 0;  ///< of the article afterwards
    std::string_view code = {}; ///< of the refusal
};
/// Decides one edit. An edit counts once however often it comes, and never before one that the device made earlier.
Verdict judge(const Standing& standing, const Edit& edit);
bool is_heard(Outcome outcome);  ///< whether the device's number moves on

struct Goods {
    VariantId variant;
    std::int64_t quantity = 1;
    bool operator==(const Goods&) const = default;
};
/// The live catalog's word on an article.
struct Article {
    bool is_for_sale = false, is_unique = false;
    std::int64_t available = 0;
    std::string title = {};
};
struct Joined {
    std::vector<Goods> goods;   ///< the owner's in their order, then what the guest's cart brought
    std::vector<JoinNotice> notices;
};
/// Joins a guest's cart with its owner's. Same articles become one line with the sum, as far as stock goes (but never less than the owner had); what is no
/// longer for sale is left out on both sides, what is sold out is not brought along. Every difference has its notice.
Joined join(std::span<const Goods> own, std::span<const Goods> guest, const std::function<Article(VariantId)>& article);
/// Codes and cards of both, each once, the owner's first, as many as a cart holds.
Offers join(Offers own, const Offers& guest);

/// When to look for abandoned carts again: a quarter of the quiet time, from one to fifteen minutes.
Duration look_every(std::int64_t quiet_minutes);

}  // namespace vitrine::carts::rules
