#include "modules/media/module.h"

#include "modules/media/files.h"
#include "modules/media/library.h"
#include "modules/media/make.h"
#include "modules/media/routes.h"
#include "modules/media/rules.h"
#include "modules/media/sweep.h"

namespace vitrine::media {
namespace {

/// An object store may be gone for hours: what came is not given up before half a day.
constexpr jobs::KindOptions patient{.attempts = 60, .first_retry_ms = 2'000, .longest_retry_ms = 15 * 60'000, .lease_ms = 10 * 60'000};

void add_jobs(jobs::Registry& registry) {
    registry.timer(std::string(make_job), make_media, patient);
    registry.timer(std::string(refocus_job), refocus_media, patient);
    registry.timer(std::string(sweep_job), sweep_media, patient);
}

}  // namespace

Module module() {
    return {.name = "media",
            .routes = routes,
            .jobs = add_jobs,
            .refusals = {media_unknown, upload_unknown, offset_wrong, upload_over, upload_busy, too_large, too_many_uploads, in_use, not_focusable, store_unavailable},
            .states = {{std::string(rules::upload_life.name), rules::upload_life.diagram()}}};
}

}  // namespace vitrine::media
