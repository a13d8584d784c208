#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/command.h"
#include "app/console.h"
#include "app/verify/verify.h"

namespace vitrine::app {
namespace {

Task<verify::Report> verify_stores(Console& console, std::string slug) {
    stores::Directory directory;
    co_await directory.refresh(console.worker());
    auto stores = directory.all();
    if (!slug.empty()) {
        std::erase_if(stores, [&](const auto& store) { return store->slug != slug; });
        if (stores.empty()) throw std::runtime_error("there is no store called " + slug);
    }
    co_return co_await verify::verify(console.db(), std::move(stores), clock_now());
}

}  // namespace

void add_verify(CLI::App& program) {
    auto* command = program.add_subcommand("verify", "Hold stock, orders, payments, books and news against one another; reads only");
    auto slug = std::make_shared<std::string>();
    auto as_json = std::make_shared<bool>(false);
    command->add_option("--store", *slug, "Only this shop");
    command->add_flag("--json", *as_json, "For scripts");
    command->callback([settings = add_settings(*command, {"var"}), slug, as_json] {
        Console console(settings());
        auto report = console.run(verify_stores(console, *slug));
        fmt::print("{}", *as_json ? to_json(report) + "\n" : verify::table_of(report));
        finish(report.is_clean() ? 0 : 1);
    });
}

}  // namespace vitrine::app
