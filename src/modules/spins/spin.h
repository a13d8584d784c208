#pragma once
// A turntable as staff see it.
#include "core/text.h"
#include "core/whole.h"
#include "modules/spins/api.h"

namespace vitrine::spins {

/// missing: the supplier has none. undecodable, wrong_size, duplicate: what came is no picture, of another size than most, or the same as another frame. jump: much darker or brighter than both of its
/// neighbours. refused: set aside by a person.
enum class FrameFault { missing, undecodable, wrong_size, duplicate, jump, refused };
SHAPE_ENUM(FrameFault, missing, undecodable, wrong_size, duplicate, jump, refused)

struct SpinInput {
    Text<8, 1'000> source;                       ///< where the supplier has them: "https://…/{nnn}.jpg"
    Whole<8, 1'024> frames{256};
    std::optional<Whole<0, 1>> first;            ///< the number of the first frame; 0 unless said
    std::optional<Whole<1, 16>> at_once;         ///< calls to this supplier at a time; 4 unless said
    std::optional<Whole<1, 200>> per_second;     ///< and a second; 20 unless said
};
SHAPE(SpinInput, source, frames, first, at_once, per_second)

struct FrameView {
    std::int64_t number = 0;
    bool is_stored = false;
    std::optional<FrameFault> fault;
    std::string detail;
    std::int64_t tries = 0, bytes = 0;
};
SHAPE(FrameView, number, is_stored, fault, detail, tries, bytes)
struct SpinView {
    ProductId product;
    std::int64_t version = 1;
    State state = State::pending;
    SpinInput input;
    std::int64_t stored = 0, faulty = 0, width = 0, height = 0;
    std::string edition;                         ///< empty unless complete
    std::optional<Instant> paused_until;         ///< the supplier asked for patience
    std::optional<std::vector<FrameView>> frames;   ///< of one turntable
};
SHAPE(SpinView, product, version, state, input, stored, faulty, width, height, edition, paused_until, frames)
struct SpinFilter {
    std::optional<State> state;
    std::optional<ProductId> cursor;
    std::optional<Whole<1, 200>> limit;
};
SHAPE(SpinFilter, state, cursor, limit)
struct SpinPage {
    std::vector<SpinView> items;
    std::optional<ProductId> next_cursor;
};
SHAPE(SpinPage, items, next_cursor)

Task<SpinPage> list_spins(App& app, Ctx ctx, SpinFilter filter);
/// With its frames. Refuses spins.unknown.
Task<Result<SpinView>> find_spin(App& app, Ctx ctx, ProductId product);
/// Says where a product's turntable is to be had, and begins to fetch it. The same again changes nothing; another source or number of frames begins anew, and hides what was shown.
/// Refuses catalog.product_unknown, request.invalid.
Task<Result<SpinView>> set_spin(App& app, Ctx ctx, ProductId product, SpinInput in);
/// Fetches what is missing or at fault again. Repeatable. Refuses spins.unknown.
Task<Result<SpinView>> mirror_again(App& app, Ctx ctx, ProductId product);
/// Sets a frame aside: the turntable is hidden at once, until the frame was fetched again. Repeatable. Refuses spins.unknown.
Task<Result<SpinView>> refuse_frame(App& app, Ctx ctx, ProductId product, std::int64_t number);
/// Shows a complete one that was withdrawn. Repeatable. Refuses spins.unknown, spins.not_complete.
Task<Result<SpinView>> publish_spin(App& app, Ctx ctx, ProductId product);
/// Hides a published one. Repeatable. Refuses spins.unknown, spins.illegal_move.
Task<Result<SpinView>> withdraw_spin(App& app, Ctx ctx, ProductId product);

/// The job that fetches frames of one turntable, some at a time.
struct Mirror {
    ProductId product;
    std::int64_t round = 1;                      ///< of the same fetching: a job of an earlier one does nothing
};
SHAPE(Mirror, product, round)
inline constexpr std::string_view mirror_job = "spins.mirror";
Task<void> mirror(App& app, const jobs::Attempt& attempt, const Mirror& what);

/// Queues: what this turntable is worth to the quality gate has changed.
Task<void> reassess(App& app, pg::Tx& tx, ProductId product);

}  // namespace vitrine::spins
