#pragma once
#include "io/pg/db.h"
#include "modules/search/tuning.h"

namespace vitrine::search {

/// In the change feed, in place of a product: the search settings of the store changed, its products did not.
catalog::ProductId settings_marker();

/// The settings of the ctx's store with what its shoppers search for most, ready for searching; the usual ones when it has none.
Task<std::shared_ptr<const Tuning>> read_tuning(pg::Db& db, const Ctx& ctx);

}  // namespace vitrine::search
