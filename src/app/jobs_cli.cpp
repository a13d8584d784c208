#include <CLI/CLI.hpp>

#include <cstdio>

#include "app/command.h"
#include "app/database.h"
#include "io/jobs/jobs.h"

namespace vitrine::app {
namespace {

struct Asked {
    int limit = 100;
    bool as_json = false;
    std::string id;
};

/// Connections for one short piece of work.
struct Desk {
    explicit Desk(const Settings& settings) : database(settings), db(loop, database.app()), claims(loop, database.worker(1)) {}
    /// Runs `work` to its end; gives its exit code, or throws what it threw.
    int run(Task<int> work) {
        std::exception_ptr failure;
        int code = 1;
        auto all = [&]() -> Task<void> {
            try {
                code = co_await std::move(work);
            } catch (...) {
                failure = std::current_exception();
            }
            loop.stop();
        };
        loop.post([&] { loop.spawn(all()); });
        loop.run();
        if (failure) std::rethrow_exception(failure);
        return code;
    }
    Database database;
    Loop loop;
    pg::Db db, claims;
};

Task<int> list(Desk& desk, const Asked& asked) {
    auto parked = co_await jobs::parked_of_all(desk.claims, asked.limit);
    if (asked.as_json) {
        std::puts(to_json(parked).c_str());
        co_return 0;
    }
    for (const auto& job : parked)
        std::printf("%s  %s  %s  %s  %d attempts: %s\n", job.id.text().c_str(), format_rfc3339(job.parked_at).c_str(), job.kind.c_str(), job.aggregate.c_str(), job.attempts,
                    job.last_error.c_str());
    if (parked.empty()) std::puts("No job is parked.");
    co_return 0;
}

using Move = Task<Result<void>> (*)(pg::Db&, Ctx, jobs::JobId);

Task<int> move(Desk& desk, const Asked& asked, Move how) {
    auto id = jobs::JobId::parse(asked.id);
    auto parked = co_await jobs::parked_of_all(desk.claims, 1'000'000);
    auto found = std::find_if(parked.begin(), parked.end(), [&](const auto& job) { return id && job.id == *id; });
    if (found == parked.end()) {
        std::fprintf(stderr, "vitrine: no parked job is called %s\n", asked.id.c_str());
        co_return 1;
    }
    Ctx ctx{.now = clock_now(), .store = found->store, .role = Role::worker, .actor = "cli"};
    auto moved = co_await how(desk.db, ctx, *id);
    if (!moved) std::fprintf(stderr, "vitrine: %s\n", moved.error().title.c_str());
    co_return moved ? 0 : 1;
}

}  // namespace

void add_jobs(CLI::App& program) {
    auto* group = program.add_subcommand("jobs", "Look at parked jobs, run them again or give them up");
    group->require_subcommand(1);
    auto asked = std::make_shared<Asked>();

    auto* listing = group->add_subcommand("list", "The parked jobs of all stores, oldest first");
    listing->add_option("--limit", asked->limit, "At most so many")->capture_default_str();
    listing->add_flag("--json", asked->as_json, "As a JSON array");
    auto list_settings = add_settings(*listing);
    listing->callback([=] {
        Desk desk(list_settings());
        finish(desk.run(list(desk, *asked)));
    });
    auto add_move = [&](const char* name, const char* about, Move how) {
        auto* command = group->add_subcommand(name, about);
        command->add_option("id", asked->id, "The job, job_…")->required();
        auto settings = add_settings(*command);
        command->callback([=] {
            Desk desk(settings());
            finish(desk.run(move(desk, *asked, how)));
        });
    };
    add_move("rerun", "Puts a parked job back in line at once", &jobs::rerun);
    add_move("discard", "Deletes a parked job; the next of its lane runs", &jobs::discard);
}

}  // namespace vitrine::app
