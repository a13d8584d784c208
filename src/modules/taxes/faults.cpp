#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/validity.h"
#include "modules/taxes/api.h"

namespace vitrine::taxes {
namespace {

constexpr std::int64_t most_ppm = 10'000'000;  // ten times the price
constexpr size_t most_rows = 20'000;

class Judge {
public:
    explicit Judge(const Tables& tables) : tables_(tables) {
        for (const auto& zone : tables.zones) zones_.insert(zone.code);
        for (const auto& tax_class : tables.classes) classes_.insert(tax_class.code);
    }

    std::vector<Fault> faults() {
        if (std::max({tables_.rates.size(), tables_.zones.size(), tables_.classes.size(), tables_.regions.size(), tables_.assignments.size(), tables_.exemptions.size()}) > most_rows) {
            add("", "too_many", fmt::format("at most {} rows of a kind", most_rows));
            return std::move(faults_);
        }
        settings();
        once("zones", tables_.zones);
        once("classes", tables_.classes);
        rates();
        others();
        return std::move(faults_);
    }

private:
    void add(std::string pointer, std::string code, std::string detail) { faults_.push_back({std::move(pointer), std::move(code), std::move(detail)}); }

    void settings() {
        const auto& in = tables_.settings;
        if (!in.country.empty() && !CountryCode::parse(in.country)) add("/settings/country", "country.unknown", "use the two-letter code of a country");
        if (in.payable_step_minor < 1 || in.payable_step_minor > 1'000'000) add("/settings/payable_step_minor", "out_of_range", "a step of 1 or more minor units");
        if (!classes_.empty()) known_class("/settings/default_class", in.default_class);
        if (in.shipping == ShippingTax::own_class) known_class("/settings/shipping_class", in.shipping_class.value_or(""));
        if (in.tax_number && !is_tax_number(in.country, *in.tax_number)) add("/settings/tax_number", "malformed", "this is not a taxpayer's number of that country");
    }

    template <class Rows>
    void once(std::string_view part, const Rows& rows) {
        std::set<std::string> seen;
        for (size_t i = 0; i < rows.size(); ++i)
            if (rows[i].code.empty() || !seen.insert(rows[i].code).second) add(fmt::format("/{}/{}/code", part, i), "repeated", "every code is given once");
    }

    void known_class(std::string pointer, const std::string& code) {
        if (!classes_.contains(code)) add(std::move(pointer), "unknown", "no class has this code");
    }

    void days(const std::string& row, const std::string& from, const std::optional<std::string>& until) {
        if (!parse_wall(from)) add(row + "/valid_from", "bad_date", "write a day as YYYY-MM-DD");
        if (until && !parse_wall(*until)) add(row + "/valid_until", "bad_date", "write a day as YYYY-MM-DD");
        if (until && *until < from) add(row + "/valid_until", "out_of_range", "the last day is before the first");
    }

    void rates() {
        std::map<std::tuple<std::string, std::string, std::string>, std::vector<size_t>> alike;
        for (size_t i = 0; i < tables_.rates.size(); ++i) {
            const auto& rate = tables_.rates[i];
            auto row = fmt::format("/rates/{}", i);
            if (!zones_.contains(rate.zone)) add(row + "/zone", "unknown", "no zone has this code");
            if (rate.tax_class != "*") known_class(row + "/tax_class", rate.tax_class);
            if (rate.ppm < 0 || rate.ppm > most_ppm) add(row + "/ppm", "out_of_range", "parts per million, from 0");
            if (rate.name.empty()) add(row + "/name", "too_short", "name the tax");
            days(row, rate.valid_from, rate.valid_until);
            alike[{rate.zone, rate.tax_class, rate.name}].push_back(i);
        }
        for (const auto& [key, rows] : alike) no_overlap(rows);
    }

    /// One tax has one rate a day.
    void no_overlap(const std::vector<size_t>& rows) {
        auto validity = [&](size_t i) { return validity_between(tables_.rates[i].valid_from, tables_.rates[i].valid_until, *TimeZone::utc()); };
        for (size_t a = 0; a < rows.size(); ++a)
            for (size_t b = a + 1; b < rows.size(); ++b)
                if (validity(rows[a]).overlaps(validity(rows[b])))
                    add(fmt::format("/rates/{}/valid_from", rows[b]), "overlaps", fmt::format("row {} has another rate of this tax in the same time", rows[a]));
    }

    void others() {
        for (size_t i = 0; i < tables_.assignments.size(); ++i) {
            const auto& given = tables_.assignments[i];
            if (bool(given.variant) + bool(given.product) + bool(given.category) != 1) add(fmt::format("/assignments/{}", i), "ambiguous", "name a variant, a product or a category");
            known_class(fmt::format("/assignments/{}/tax_class", i), given.tax_class);
        }
        for (size_t i = 0; i < tables_.exemptions.size(); ++i) {
            const auto& given = tables_.exemptions[i];
            auto row = fmt::format("/exemptions/{}", i);
            if (!given.email && !given.customer_group && !given.tax_class) add(row, "ambiguous", "name a customer, a group or a class");
            days(row, given.valid_from, given.valid_until);
        }
    }

    const Tables& tables_;
    std::set<std::string> zones_, classes_;
    std::vector<Fault> faults_;
};

}  // namespace

std::vector<Fault> faults_of(const Tables& tables) { return Judge(tables).faults(); }

}  // namespace vitrine::taxes
