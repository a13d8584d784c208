#pragma once
#include <memory>

#include "io/pg/db.h"
#include "modules/search/segment.h"
#include "modules/search/taxonomy.h"

namespace vitrine::search {

struct LoadedStore {
    std::shared_ptr<const Segment> segment;
    std::shared_ptr<const Taxonomy> taxonomy;
    Currency currency;                       ///< none: no prices yet
};

/// Reads a whole store and indexes it, with several connections on threads of their own. Blocks: call it through offload.
/// Products get `version`. Throws what the database throws.
LoadedStore load_store(const pg::DbOptions& runtime, const Ctx& ctx, std::uint64_t version, unsigned threads);

}  // namespace vitrine::search
