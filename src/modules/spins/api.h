#pragma once
// Turntables of goods, as pages and the quality gate know them.
#include <optional>
#include <string>
#include <vector>

#include "modules/app.h"
#include "modules/catalog/api.h"

namespace vitrine::spins {

using catalog::ProductId;

inline constexpr RefusalKind unknown{"spins.unknown", 404, "This product has no turntable"};
inline constexpr RefusalKind not_complete{"spins.not_complete", 409, "Frames of this turntable are missing or at fault"};
inline constexpr RefusalKind illegal_move{"spins.illegal_move", 409, "The turntable is not in a state that allows this"};
inline constexpr RefusalKind token_refused{"spins.token_refused", 403, "This address is not valid, or not any more"};

/// pending: nothing was fetched yet. incomplete: all that can be had is here, and something is missing or at fault. complete: every frame is here and right. published: shoppers see it.
enum class State { pending, mirroring, incomplete, complete, published };
SHAPE_ENUM(State, pending, mirroring, incomplete, complete, published)

/// A turntable that shoppers see.
struct Shown {
    std::string edition;                 ///< names exactly these frames
    std::int64_t frames = 0, width = 0, height = 0;
    bool operator==(const Shown&) const = default;
};
/// From memory, without the database; any thread. Nothing where none is published.
std::optional<Shown> shown_of(StoreId store, ProductId product);
/// Pure. Where the viewer finds it: "/media/spins/<token>", behind which are /manifest.json, /poster.webp and /frames/<n>.webp. The token covers these and nothing else, and holds for two to three
/// days: the same all day, so that pages that show it can be kept.
std::string address_of(const Config& config, StoreId store, ProductId product, const Shown& shown, Instant now);

/// The channel that tells other processes to look at once; they look every few seconds besides.
inline constexpr auto channel = "vitrine_spins";
/// Rises when what is published of a store changes, as this process knows it. For keys of kept pages.
std::uint64_t version_of(StoreId store);
/// Reads which turntables are published; `worker` acts as vitrine_worker.
Task<void> refresh(pg::Db& worker);

/// Reads manifests and first frames of what these stores show, so that the first shopper waits for neither: at most a few hundred a store. What cannot be read is left; never throws.
Task<void> warm_up(App& app, std::vector<StoreId> stores, Instant now);

}  // namespace vitrine::spins
