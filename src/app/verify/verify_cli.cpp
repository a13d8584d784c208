#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/command.h"
#include "app/console.h"
#include "app/verify/verify.h"

namespace vitrine::app {
namespace {

Task<verify::Report> verify_stores(Console& console, std::string slug, verify::Wish wish) {
    stores::Directory directory;
    co_await directory.refresh(console.worker());
    auto stores = directory.all();
    if (!slug.empty()) {
        std::erase_if(stores, [&](const auto& store) { return store->slug != slug; });
        if (stores.empty()) throw std::runtime_error("there is no store called " + slug);
    }
    co_return co_await verify::verify(console.db(), std::move(stores), clock_now(), std::move(wish));
}

}  // namespace

void add_verify(CLI::App& program) {
    auto* command = program.add_subcommand("verify", "Hold stock, orders, payments, books, news and the audit log against one another; reads only");
    auto slug = std::make_shared<std::string>();
    auto as_json = std::make_shared<bool>(false);
    auto part = std::make_shared<std::string>(), anchor = std::make_shared<std::string>();
    command->add_option("part", *part, "Only this: stock, ledger, payments, audit …")->check(CLI::IsMember(verify::parts()));
    auto* only = command->add_option("--store", *slug, "Only this shop");
    auto is_anchor = [](const std::string& text) { return verify::Anchor::parse(text) ? std::string() : "POSITION:HASH belongs here, as the log line audit.anchor names them"; };
    command->add_option("--anchor", *anchor, "Where the shop's audit chain ended once, POSITION:HASH")->check(is_anchor)->needs(only);
    command->add_flag("--json", *as_json, "For scripts");
    command->callback([settings = add_settings(*command, {"var"}), slug, as_json, part, anchor] {
        Console console(settings());
        auto report = console.run(verify_stores(console, *slug, {*part, verify::Anchor::parse(*anchor)}));
        fmt::print("{}", *as_json ? to_json(report) + "\n" : verify::table_of(report));
        finish(report.is_clean() ? 0 : 1);
    });
}

}  // namespace vitrine::app
