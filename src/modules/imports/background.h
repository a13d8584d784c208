#pragma once
#include "io/jobs/jobs.h"
#include "modules/imports/api.h"

namespace vitrine::imports {

inline constexpr std::string_view work_job = "imports.work", forget_job = "imports.forget";

struct WorkImport {
    ImportId run;
};
SHAPE(WorkImport, run)
struct ForgetUpload {
    ImportId run;
};
SHAPE(ForgetUpload, run)

/// Tells the database how far a run is and hears whether it is called off, at most twice a second while it checks and before every transaction; with an attempt its lease is kept alive as well.
class Heart {
public:
    Heart(pg::Db& db, Ctx ctx, ImportId run, const jobs::Attempt* attempt = nullptr) : db_(db), ctx_(std::move(ctx)), run_(run), attempt_(attempt) {}
    /// False: stop. Throws pg::Error lease_lost_sqlstate when another worker has the job.
    Task<bool> beat(std::int64_t rows);
    /// For a run whose id is not known before it begins.
    void of(ImportId run) { run_ = run; }

private:
    pg::Db& db_;
    Ctx ctx_;
    ImportId run_;
    const jobs::Attempt* attempt_;
    Instant told_at_{}, extended_at_{};
    bool goes_on_ = true;
};

void jobs(jobs::Registry& registry);

}  // namespace vitrine::imports
