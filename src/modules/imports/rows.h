#pragma once
#include "modules/imports/api.h"

namespace vitrine::imports {

struct RunRow {
    ImportId id;
    Kind kind = Kind::products;
    Format format = Format::native;
    std::string file_name;
    bool is_dry_run = false;
    std::string state;
    RawJson counts;
    Instant started_at{};
    std::optional<Instant> ended_at;
};
SHAPE(RunRow, id, kind, format, file_name, is_dry_run, state, counts, started_at, ended_at)

/// Where a run stands that is applied chunk by chunk.
struct RunPosition {
    Kind kind = Kind::products;
    std::string state;
    std::optional<Uuid> digest;      ///< of what the file says
    std::int64_t position = 0;       ///< products already applied
    std::string file_name;
    RawJson counts;
};
SHAPE(RunPosition, kind, state, digest, position, file_name, counts)

/// A run that a worker carries out.
struct BackgroundRun {
    std::string state, file_name;
    bool is_dry_run = false;
    RawJson options;
    std::string actor;
};
SHAPE(BackgroundRun, state, file_name, is_dry_run, options, actor)

struct ProgressRow {
    std::string state;
    std::int64_t rows_read = 0, position = 0;
    RawJson counts;
    bool is_cancel_wanted = false;
};
SHAPE(ProgressRow, state, rows_read, position, counts, is_cancel_wanted)

}  // namespace vitrine::imports
