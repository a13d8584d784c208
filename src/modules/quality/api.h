#pragma once
// Whether goods are fit to be shown: rules as data, judged for every product; what is not fit is withheld in the same transaction.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/shape.h"
#include "core/task.h"
#include "modules/app.h"
#include "modules/catalog/api.h"

namespace vitrine::quality {

inline constexpr RefusalKind no_verdict{"quality.no_verdict", 404, "This product was not judged"};
inline constexpr RefusalKind rule_unknown{"quality.rule_unknown", 404, "The gate has no such rule"};

/// What the media know of a product's pictures and turntable; what nobody says is not judged.
struct MediaFacts {
    std::optional<std::int64_t> images, images_mirrored, smallest_edge_px;
    std::optional<std::int64_t> frames, frames_wanted;   ///< of its turntable: decodable in our storage, and of the whole turn
};
/// Adds what a module knows of these products. Reads in the judging transaction and writes nothing.
using MediaSource = Task<void> (*)(pg::Tx& tx, const std::vector<catalog::ProductId>& products, std::map<catalog::ProductId, MediaFacts>& facts);
/// Called by Module::plug_in of modules above, once at the program's start.
void register_media_source(MediaSource source);

/// Judges these products by the store's rules and follows at once: what has no fault that blocks any more is let go, what has one is withheld. Nothing where the store's gate is off. For whoever
/// has just changed facts, in the same transaction, last. Repeatable. After the commit: db.notify_soon(catalog::changes_channel).
Task<void> assess(pg::Tx& tx, std::vector<catalog::ProductId> products);

/// Reads which stores have a gate, for changes by modules that do not judge themselves. To be called at the start and every few seconds; `worker` acts as vitrine_worker.
Task<void> refresh(pg::Db& worker);

}  // namespace vitrine::quality
