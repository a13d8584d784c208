#include <CLI/CLI.hpp>

#include <cstdio>
#include <fstream>

#include "app/command.h"
#include "app/database.h"
#include "modules/imports/api.h"
#include "modules/stores/api.h"

namespace vitrine::app {
namespace {

struct Asked {
    std::string store, file, resume, format, fallback_category;
    bool is_dry_run = false, as_json = false, makes_categories = false;
};

/// Opens the file anew for every reading.
imports::ByteSource open_file(const std::string& file) {
    auto stream = std::make_shared<std::ifstream>(file, std::ios::binary);
    if (!*stream) throw std::runtime_error("cannot read " + file);
    auto source = imports::bytes_of(*stream);
    return [stream, source](std::span<char> into) mutable { return source(into); };
}

void print(const imports::Report& report) {
    for (const auto* list : {&report.notices, &report.faults})
        for (const auto& fault : *list)
            std::printf("%srow %lld%s%s: %s: %s\n", fault.is_notice ? "notice: " : "", static_cast<long long>(fault.row), fault.column.empty() ? "" : ", column ", fault.column.c_str(),
                        fault.code.c_str(), fault.text.c_str());
    const auto& counts = report.counts;
    std::printf("%s: %lld rows, %lld created, %lld updated, %lld unchanged, %lld stock levels set, %lld categories made, %lld notices, %lld faults\n", report.state.c_str(), static_cast<long long>(counts.rows),
                static_cast<long long>(counts.created), static_cast<long long>(counts.updated), static_cast<long long>(counts.unchanged),
                static_cast<long long>(counts.levels_set), static_cast<long long>(counts.categories_made), static_cast<long long>(counts.notices), static_cast<long long>(counts.faults));
}

Task<int> import(pg::Db& db, pg::Db& worker, const Asked& asked) {
    stores::Directory directory;
    co_await directory.refresh(worker);
    auto store = directory.by_slug(asked.store);
    if (!store) throw std::runtime_error("there is no store '" + asked.store + "'");
    Ctx ctx{.now = clock_now(), .store = store->id, .role = Role::staff, .actor = "cli"};
    auto say_id = [](imports::ImportId id) { std::fprintf(stderr, "import %s\n", id.text().c_str()); };
    imports::Request request{[&asked] { return open_file(asked.file); }, asked.file, asked.is_dry_run, store->currency, say_id, {}, asked.makes_categories, asked.fallback_category};
    if (!asked.format.empty()) boost::describe::enum_from_string(asked.format.c_str(), request.format.emplace());
    auto begun = imports::ImportId::parse(asked.resume);
    if (!begun && !asked.resume.empty()) throw std::runtime_error("'" + asked.resume + "' is not the id of an import (imp_...)");
    auto working = begun ? imports::resume(db, ctx, *begun, std::move(request)) : imports::run(db, ctx, std::move(request));
    auto done = co_await std::move(working);
    if (!done) throw std::runtime_error(done.error().code + ": " + done.error().title + " (" + done.error().detail + ")");
    if (asked.as_json) std::puts(to_json(*done).c_str());
    else print(*done);
    co_return done->faults.empty() ? 0 : 1;
}

int run_import(const Settings& settings, const Asked& asked) {
    open_file(asked.file);  // a missing file is said before a database is started
    Database database(settings);
    database.migrate();
    Loop loop;
    pg::Db db(loop, database.app()), worker(loop, database.worker(1));
    std::exception_ptr failure;
    int code = 1;
    auto all = [&]() -> Task<void> {
        try {
            code = co_await import(db, worker, asked);
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

}  // namespace

void add_import(CLI::App& program) {
    auto* command = program.add_subcommand("import", "Import a catalog or category file (docs/guides/catalog-csv.md), or the products of Shopify or WooCommerce (docs/guides/moving-in.md): checked whole first, with a report of every fault");
    auto settings = add_settings(*command, {"var", "log_level"});
    auto asked = std::make_shared<Asked>();
    command->add_option("--store", asked->store, "Slug of the store")->required();
    command->add_option("file", asked->file, "CSV in any usual encoding, or XLSX")->required();
    command->add_option("--format", asked->format, "native, shopify, woocommerce or categories; without it the header tells")->check(CLI::IsMember({"native", "shopify", "woocommerce", "categories"}));
    command->add_flag("--create-categories", asked->makes_categories, "Make the categories that the file names and the store lacks");
    command->add_option("--category", asked->fallback_category, "Slug of the category for products of other systems that name none");
    command->add_option("--resume", asked->resume, "Id (imp_...) of an import of this file that was broken off: carry it on where it stood");
    command->add_flag("--dry-run", asked->is_dry_run, "Check and report; write nothing");
    command->add_flag("--json", asked->as_json, "For scripts");
    command->callback([settings, asked] { finish(run_import(settings(), *asked)); });
}

}  // namespace vitrine::app
