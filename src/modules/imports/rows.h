#pragma once
#include "modules/imports/api.h"

namespace vitrine::imports {

struct RunRow {
    ImportId id;
    Kind kind = Kind::products;
    std::string file_name;
    bool is_dry_run = false;
    std::string state;
    RawJson counts;
    Instant started_at{};
    std::optional<Instant> ended_at;
};
SHAPE(RunRow, id, kind, file_name, is_dry_run, state, counts, started_at, ended_at)

}  // namespace vitrine::imports
