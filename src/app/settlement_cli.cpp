#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "app/command.h"
#include "app/console.h"
#include "modules/payments/settlement.h"
#include "modules/stores/api.h"

namespace vitrine::app {
namespace {

struct Asked {
    std::string store, gateway, file;
    bool as_json = false;
};

Task<Ctx> ctx_of(Console& console, const std::string& slug) {
    stores::Directory directory;
    co_await directory.refresh(console.worker());
    auto store = directory.by_slug(slug);
    if (!store) throw std::runtime_error("there is no store called " + slug);
    co_return Ctx{.now = clock_now(), .store = store->id, .role = Role::staff, .actor = "cli"};
}

std::string words_of(const Refusal& refusal) {
    std::string out = refusal.title + (refusal.detail.empty() ? "" : ": " + refusal.detail);
    for (const auto& fault : refusal.errors) out += "\n  " + fault.pointer + "  " + fault.code + "  " + fault.detail;
    return out;
}

std::string text_of(const payments::SettlementReport& report) {
    std::string out = fmt::format("{} from {} to {}: {} lines\n", report.gateway, format_rfc3339(report.from), format_rfc3339(report.to), report.lines);
    for (const auto& total : report.totals)
        out += fmt::format("  {}  gross {}  fees {}  paid out {}\n", total.currency.code(), format_major(total.gross), format_major(total.fees), format_major(total.paid_out));
    for (const auto& one : report.differences)
        out += fmt::format("  {:16}  {:8}  {}  here {}  there {}{}\n", shape_name(one.kind), shape_name(one.what), one.reference, one.here ? format_major(*one.here) : "-",
                           one.there ? format_major(*one.there) : "-", one.own ? "  " + *one.own : "");
    return out + fmt::format("{} differences\n", report.differences.size());
}

Task<payments::SettlementReport> report(Console& console, const Asked& asked) {
    auto ctx = co_await ctx_of(console, asked.store);
    auto made = co_await payments::settlement_report(console.db(), ctx, asked.gateway, {}, {});
    if (!made) throw std::runtime_error(words_of(made.error()));
    co_return std::move(*made);
}

Task<payments::ImportedSettlement> take_in(Console& console, const Asked& asked) {
    std::ifstream file(asked.file, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf())) throw std::runtime_error("cannot read " + asked.file);
    auto ctx = co_await ctx_of(console, asked.store);
    auto taken = co_await payments::import_settlement(console.db(), ctx, {asked.gateway, asked.file.substr(asked.file.rfind('/') + 1), std::move(text).str()});
    if (!taken) throw std::runtime_error(words_of(taken.error()));
    co_return std::move(*taken);
}

/// 1 when something differs, so that a nightly script notices.
void print_report(Console& console, const Asked& asked) {
    auto made = console.run(report(console, asked));
    fmt::print("{}", asked.as_json ? to_json(made) + "\n" : text_of(made));
    finish(made.differences.empty() ? 0 : 1);
}

void add_options(CLI::App& command, const std::shared_ptr<Asked>& asked) {
    command.add_option("--store", asked->store, "The shop's slug")->required();
    command.add_option("--gateway", asked->gateway, "stripe or razorpay")->required();
    command.add_flag("--json", asked->as_json, "For scripts");
}

}  // namespace

void add_settlement(CLI::App& program) {
    auto* group = program.add_subcommand("settlement", "Hold what gateways say they settled against the books");
    group->require_subcommand(1);
    auto asked = std::make_shared<Asked>();

    auto* import = group->add_subcommand("import", "Takes a settlement file in (CSV), books its fees once, and reports the differences");
    add_options(*import, asked);
    import->add_option("file", asked->file, "The file")->required();
    auto import_settings = add_settings(*import, {"var"});
    import->callback([=] {
        Console console(import_settings());
        auto taken = console.run(take_in(console, *asked));
        if (!asked->as_json) fmt::print("{}: {} lines, {} new{}\n", taken.file.name, taken.file.lines, taken.file.new_lines, taken.is_known ? " (imported before; nothing was done)" : "");
        print_report(console, *asked);
    });

    auto* listing = group->add_subcommand("report", "The differences between all files of a gateway and the books");
    add_options(*listing, asked);
    auto report_settings = add_settings(*listing, {"var"});
    listing->callback([=] {
        Console console(report_settings());
        print_report(console, *asked);
    });
}

}  // namespace vitrine::app
