#include "modules/spins/module.h"

#include "modules/quality/api.h"
#include "modules/spins/routes.h"
#include "modules/spins/rules.h"
#include "modules/spins/spin.h"
#include "modules/spins/sql.h"

namespace vitrine::spins {
namespace {

/// What the gate is told of turntables.
Task<void> facts_of(pg::Tx& tx, const std::vector<ProductId>& products, std::map<ProductId, quality::MediaFacts>& facts) {
    for (const auto& row : co_await tx.ask(sql::count_frames(products))) {
        facts[row.product].frames = row.frames;
        facts[row.product].frames_wanted = row.wanted;
    }
}

void jobs(jobs::Registry& registry) { registry.timer(std::string(mirror_job), mirror, {.lease_ms = 120'000}); }

void plug_in() { quality::register_media_source(facts_of); }

}  // namespace

Module module() {
    return {.name = "spins", .routes = routes, .jobs = jobs, .refusals = {unknown, not_complete, illegal_move, token_refused}, .states = {{"turntable", rules::life.diagram()}}, .plug_in = plug_in};
}

}  // namespace vitrine::spins
