#pragma once
// Goods that suppliers offer, and how they come into the catalog: feeds, their runs, offers for one piece, and orders at the supplier's.
#include <optional>
#include <span>
#include <string>

#include "core/shape.h"
#include "core/task.h"
#include "modules/app.h"
#include "modules/catalog/api.h"
#include "modules/notices/api.h"

namespace vitrine::suppliers {

using SupplierId = Id<"sup">;
using FeedId = Id<"feed">;
using RunId = Id<"frun">;
using ItemId = Id<"item">;

inline constexpr RefusalKind supplier_not_found{"suppliers.supplier_not_found", 404, "No such supplier"};
inline constexpr RefusalKind feed_not_found{"suppliers.feed_not_found", 404, "No such feed"};
inline constexpr RefusalKind run_not_found{"suppliers.run_not_found", 404, "No such run of a feed"};
inline constexpr RefusalKind item_not_found{"suppliers.item_not_found", 404, "No such piece of a supplier"};
inline constexpr RefusalKind code_taken{"suppliers.code_taken", 409, "This code is taken"};
inline constexpr RefusalKind feed_busy{"suppliers.feed_busy", 409, "A run of this feed has not ended"};
inline constexpr RefusalKind not_held{"suppliers.run_not_held", 409, "This run does not wait for a decision"};
inline constexpr RefusalKind run_over{"suppliers.run_over", 409, "This run has ended"};
inline constexpr RefusalKind needs_upload{"suppliers.needs_upload", 409, "The files of this feed are uploaded"};
inline constexpr RefusalKind unreadable{"suppliers.unreadable", 422, "The sample cannot be read as the feed says"};
inline constexpr RefusalKind is_sold{"suppliers.item_sold", 409, "This piece is sold"};

/// Pure. What this module wants to be told: whether feeds may be fetched from private addresses, and where files are dropped.
std::span<const notices::ProcessSetting> process_settings();
/// Pure. Whether a store's suppliers may be called at private addresses and over plain http: for development.
bool may_reach_private(const Config& config, const stores::Store& store);

}  // namespace vitrine::suppliers
