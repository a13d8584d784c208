#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/command.h"
#include "app/console.h"
#include "app/verify/verify.h"
#include "modules/media/api.h"

namespace vitrine::app {
namespace {

/// Holds the store of files against what the database says of it.
Task<void> verify_objects(Console& console, const Config& config, const stores::Store& store, verify::Report& report) {
    web::Client web(console.loop());
    auto faults = co_await media::check_objects(console.db(), web, config, {.now = clock_now(), .store = store.id, .role = Role::staff, .actor = "cli"}, true);
    ++report.checks;
    for (const auto& fault : faults) report.findings.push_back({store.slug, "media.objects", verify::Severity::wrong, fault.key, fault.detail});
}

Task<verify::Report> verify_stores(Console& console, std::string slug, verify::Wish wish, const Config* files) {
    stores::Directory directory;
    co_await directory.refresh(console.worker());
    auto stores = directory.all();
    if (!slug.empty()) {
        std::erase_if(stores, [&](const auto& store) { return store->slug != slug; });
        if (stores.empty()) throw std::runtime_error("there is no store called " + slug);
    }
    auto report = co_await verify::verify(console.db(), stores, clock_now(), std::move(wish));
    if (files)
        for (const auto& store : stores) co_await verify_objects(console, *files, *store, report);
    co_return report;
}

}  // namespace

void add_verify(CLI::App& program) {
    auto* command = program.add_subcommand("verify", "Hold stock, orders, payments, books, news and the audit log against one another; reads only");
    auto slug = std::make_shared<std::string>();
    auto as_json = std::make_shared<bool>(false), reads_objects = std::make_shared<bool>(false);
    auto part = std::make_shared<std::string>(), anchor = std::make_shared<std::string>();
    command->add_option("part", *part, "Only this: stock, ledger, payments, audit …")->check(CLI::IsMember(verify::parts()));
    auto* only = command->add_option("--store", *slug, "Only this shop");
    auto is_anchor = [](const std::string& text) { return verify::Anchor::parse(text) ? std::string() : "POSITION:HASH belongs here, as the log line audit.anchor names them"; };
    command->add_option("--anchor", *anchor, "Where the shop's audit chain ended once, POSITION:HASH")->check(is_anchor)->needs(only);
    command->add_flag("--json", *as_json, "For scripts");
    command->add_flag("--objects", *reads_objects, "Read every file of the media store, too, and compare its hash");
    command->callback([settings = add_settings(*command, {"var"}), slug, as_json, part, anchor, reads_objects] {
        auto given = settings();
        Console console(given);
        auto report = console.run(verify_stores(console, *slug, {*part, verify::Anchor::parse(*anchor)}, *reads_objects ? &given.shop : nullptr));
        fmt::print("{}", *as_json ? to_json(report) + "\n" : verify::table_of(report));
        finish(report.is_clean() ? 0 : 1);
    });
}

}  // namespace vitrine::app
