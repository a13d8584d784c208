#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>

#include "app/command.h"
#include "app/console.h"
#include "modules/imports/export.h"
#include "modules/stores/api.h"

namespace vitrine::app {
namespace {

struct Asked {
    std::string store, format = "native", out, category, status;
};

Task<imports::ExportCounts> write_export(pg::Db& db, pg::Db& worker, const Asked& asked, imports::RowWriter& writer) {
    stores::Directory directory;
    co_await directory.refresh(worker);
    auto store = directory.by_slug(asked.store);
    if (!store) throw std::runtime_error("there is no store '" + asked.store + "'");
    imports::ExportRequest request{imports::Format::native, store->currency, {}, {}};
    if (asked.format != "xlsx") boost::describe::enum_from_string(asked.format.c_str(), request.format);
    if (!asked.category.empty()) request.category = asked.category;
    if (!asked.status.empty()) request.statuses = {asked.status};
    Ctx ctx{.now = clock_now(), .store = store->id, .role = Role::staff, .actor = "cli"};
    co_return co_await imports::export_catalog(db, ctx, std::move(request), writer);
}

int run_export(const Settings& settings, const Asked& asked) {
    if (asked.format == "xlsx" && asked.out.empty()) throw std::runtime_error("a workbook needs --out FILE");
    Console console(settings);
    std::FILE* file = asked.out.empty() ? stdout : asked.format == "xlsx" ? nullptr : std::fopen(asked.out.c_str(), "wb");
    if (!file && asked.format != "xlsx") throw std::runtime_error("cannot write " + asked.out);
    auto write = [file](std::string_view bytes) {
        if (std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size()) throw std::runtime_error("the export cannot be written");
    };
    auto writer = asked.format == "xlsx" ? imports::sheet_writer(asked.out) : imports::csv_writer(write);
    auto counts = console.run(write_export(console.db(), console.worker(), asked, *writer));
    if (file && file != stdout && std::fclose(file) != 0) throw std::runtime_error("the export cannot be written");
    fmt::print(stderr, "{} products, {} rows\n", counts.products, counts.rows);
    return 0;
}

}  // namespace

void add_export(CLI::App& program) {
    auto* command = program.add_subcommand("export", "Write the catalog of a store as a file that `vitrine import`, Shopify or WooCommerce reads");
    auto settings = add_settings(*command, {"var", "log_level"});
    auto asked = std::make_shared<Asked>();
    command->add_option("--store", asked->store, "Slug of the store")->required();
    command->add_option("--format", asked->format, "native (when absent), xlsx, shopify, woocommerce or categories")->check(CLI::IsMember({"native", "xlsx", "shopify", "woocommerce", "categories"}));
    command->add_option("--category", asked->category, "Only products of this category and below, by slug");
    command->add_option("--status", asked->status, "Only products of this status");
    command->add_option("--out", asked->out, "The file; standard output when absent");
    command->callback([settings, asked] { finish(run_export(settings(), *asked)); });
}

}  // namespace vitrine::app
