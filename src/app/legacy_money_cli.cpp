#include <CLI/CLI.hpp>

#include <cstdio>
#include <fstream>

#include "app/command.h"
#include "modules/imports/api.h"
#include "modules/imports/legacy_money_file.h"

namespace vitrine::app {
namespace {

using namespace imports;

struct Asked {
    std::string file, currency, known, write, log;
    std::vector<std::string> said;
    bool as_json = false;
};

legacy::Request request_of(const Asked& asked) {
    auto currency = Currency::parse(asked.currency);
    if (!currency) throw std::runtime_error("'" + asked.currency + "' is no currency (ISO 4217)");
    legacy::Request request{*currency};
    if (!asked.known.empty()) request.known = legacy::known_prices(legacy::read_table(asked.known), *currency);
    for (const auto& text : asked.said) {
        auto equals = text.find('=');
        auto unit = equals == std::string::npos ? "" : text.substr(equals + 1);
        if (unit != "major" && unit != "minor") throw std::runtime_error("write --say column=major or column=minor, not '" + text + "'");
        request.said[text.substr(0, equals)] = unit == "major" ? legacy::Unit::major : legacy::Unit::minor;
    }
    return request;
}

void print(const legacy::Report& report) {
    for (const auto& amount : report.open) {
        std::string evidence;
        for (const auto& each : amount.evidence) evidence += " " + each.kind + (each.says == legacy::Unit::major ? ":major" : ":minor");
        std::printf("line %lld, %s '%s': %s%s\n", static_cast<long long>(amount.line), amount.column.c_str(), amount.text.c_str(), amount.fault.empty() ? "undecided" : amount.fault.c_str(),
                    evidence.empty() ? "" : (" (" + evidence.substr(1) + ")").c_str());
    }
    for (const auto& column : report.columns)
        std::printf("%s: %lld in major units, %lld in minor ones, %lld undecided, %lld faulty\n", column.column.c_str(), static_cast<long long>(column.major),
                    static_cast<long long>(column.minor), static_cast<long long>(column.undecided), static_cast<long long>(column.faults));
    std::printf("%s: %lld rows\n", report.is_settled ? "settled" : "not settled", static_cast<long long>(report.rows));
}

int run(const Asked& asked) {
    auto request = request_of(asked);
    auto table = legacy::read_table(asked.file);
    auto outcome = legacy::judge(table, request);
    if (!asked.log.empty()) legacy::write_log(outcome, request.currency, asked.log);
    if (!asked.write.empty() && outcome.report.is_settled) legacy::write_table(legacy::converted(table, outcome, request.currency), asked.write);
    if (asked.as_json) std::puts(to_json(outcome.report).c_str());
    else print(outcome.report);
    if (!asked.write.empty() && !outcome.report.is_settled) std::fprintf(stderr, "nothing was written: settle the amounts above first, with --known or --say\n");
    return outcome.report.is_settled ? 0 : 1;
}

}  // namespace

void add_legacy_money(CLI::App& program) {
    auto* command = program.add_subcommand("legacy-money", "Find out which amounts of a former system's file (prices or orders, CSV) are in major and which in minor units, on what evidence, and convert "
                                                           "them (docs/guides/moving-in.md). Without --write it only reports");
    auto asked = std::make_shared<Asked>();
    command->add_option("file", asked->file, "CSV with columns such as sku, price or subtotal, discount, shipping, total")->required();
    command->add_option("--currency", asked->currency, "ISO 4217 code of all its amounts")->required();
    command->add_option("--known", asked->known, "CSV with sku and price in major units (a catalogue file): what is known of today's prices is evidence");
    command->add_option("--say", asked->said, "What a person knows: column=major or column=minor; may be repeated. What is written with decimals stays in major units");
    command->add_option("--write", asked->write, "Where to write the file with all amounts in major units; only when every amount is settled");
    command->add_option("--log", asked->log, "Where to write every amount, its unit, what it is in minor units, and the evidence");
    command->add_flag("--json", asked->as_json, "For scripts");
    command->callback([asked] { finish(run(*asked)); });
}

}  // namespace vitrine::app
