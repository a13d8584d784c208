#include <algorithm>
#include <tuple>

#include "core/validity.h"
#include "modules/taxes/api.h"
#include "modules/taxes/compiled.h"

namespace vitrine::taxes {
namespace {

constexpr std::int64_t whole_ppt = 1'000'000'000'000, ppt_of_ppm = 1'000'000;

bool starts_with_any(std::string_view text, const std::vector<std::string>& prefixes) {
    return std::ranges::any_of(prefixes, [&](const auto& prefix) { return text.starts_with(prefix); });
}

std::string postal_key(std::string_view text) {
    std::string out;
    for (char c : text)
        if (c != ' ' && c != '-') out += char(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return out;
}

bool is_in(const Zone& zone, const Place& place, const Settings& settings) {
    if (zone.country != place.country) return false;
    if (!zone.states.empty() && (!place.state || std::ranges::find(zone.states, *place.state) == zone.states.end())) return false;
    if (!zone.postal_prefixes.empty() && (!place.postal_code || !starts_with_any(postal_key(*place.postal_code), zone.postal_prefixes))) return false;
    bool is_home = place.country == settings.country && place.state == settings.state;
    return zone.relation == Relation::any || (zone.relation == Relation::same_state) == is_home;
}

bool is_exempt(const Exemption& exemption, const Place& place, std::string_view tax_class, const Payer& payer) {
    auto fits = [](const std::optional<std::string>& wanted, std::string_view got) { return !wanted || *wanted == got; };
    return fits(exemption.email, payer.email) && fits(exemption.country, place.country) && fits(exemption.tax_class, tax_class) &&
           (!exemption.customer_group || exemption.customer_group == payer.customer_group);
}

/// The rows of one zone for a class: its own, or those for every class when it has none.
const std::vector<TimedRate>* rows_of(const ZoneRates& zone, std::string_view tax_class) {
    auto own = zone.by_class.find(tax_class);
    if (own == zone.by_class.end()) own = zone.by_class.find("*");
    return own == zone.by_class.end() ? nullptr : &own->second;
}

Rates with_shares(std::vector<const TaxRate*> rows) {
    std::ranges::sort(rows, {}, [](const TaxRate* row) { return std::tie(row->position, row->zone, row->name); });
    Rates out;
    for (const auto* row : rows) {
        auto base = whole_ppt + (row->is_compound ? out.total_ppt : 0);
        auto share = multiply_divide(base, row->ppm, ppt_of_ppm, Rounding::half_even);
        out.components.push_back({row->name, row->zone, row->ppm, share});
        out.total_ppt += share;
    }
    if (out.components.empty()) out.reason = "no tax is levied there on these goods";
    return out;
}

}  // namespace

TaxTables::TaxTables() : TaxTables(Tables{}, "UTC") {}

TaxTables::TaxTables(Tables tables, std::string_view time_zone) {
    auto zone = TimeZone::find(time_zone);
    if (!zone) zone = TimeZone::utc();
    auto compiled = std::make_shared<Compiled>();
    compiled->tables = std::move(tables);
    for (const auto& place : compiled->tables.zones) compiled->zones.push_back({&place, {}});
    for (const auto& rate : compiled->tables.rates)
        for (auto& place : compiled->zones)
            if (place.zone->code == rate.zone) place.by_class[rate.tax_class].push_back({&rate, validity_between(rate.valid_from, rate.valid_until, *zone)});
    for (const auto& given : compiled->tables.assignments) {
        if (given.variant) compiled->by_variant[*given.variant] = &given;
        else if (given.product) compiled->by_product[*given.product] = &given;
        else if (given.category) compiled->by_category[*given.category] = &given;
    }
    for (const auto& tax_class : compiled->tables.classes) compiled->classes[tax_class.code] = &tax_class;
    for (const auto& region : compiled->tables.regions) {
        auto& spellings = compiled->regions[region.country];
        spellings[lower_ascii(region.code)] = spellings[lower_ascii(region.name)] = region.code;
        for (const auto& alias : region.aliases) spellings[lower_ascii(alias)] = region.code;
    }
    for (const auto& exemption : compiled->tables.exemptions)
        compiled->exemptions.push_back({&exemption, validity_between(exemption.valid_from, exemption.valid_until, *zone)});
    compiled_ = std::move(compiled);
}

const Settings& TaxTables::settings() const { return compiled_->tables.settings; }
bool TaxTables::has_any() const { return !compiled_->tables.rates.empty(); }

ClassOf TaxTables::class_of(VariantId variant, ProductId product, std::span<const std::string> category_path) const {
    const Assignment* found = nullptr;
    if (auto own = compiled_->by_variant.find(variant); own != compiled_->by_variant.end()) found = own->second;
    else if (auto of = compiled_->by_product.find(product); of != compiled_->by_product.end()) found = of->second;
    for (size_t i = category_path.size(); !found && i > 0; --i)
        if (auto in = compiled_->by_category.find(category_path[i - 1]); in != compiled_->by_category.end()) found = in->second;
    ClassOf out{found ? found->tax_class : settings().default_class, found ? found->hsn : std::nullopt};
    if (auto tax_class = compiled_->classes.find(out.code); !out.hsn && tax_class != compiled_->classes.end()) out.hsn = tax_class->second->hsn;
    return out;
}

std::optional<std::string> TaxTables::region_of(std::string_view country, std::string_view text) const {
    auto known = compiled_->regions.find(country);
    auto name = lower_ascii(trim(text));
    if (known == compiled_->regions.end()) return name.empty() ? std::nullopt : std::optional(trim(text));
    if (auto prefix = lower_ascii(country) + "-"; name.starts_with(prefix)) name.erase(0, prefix.size());  // ISO 3166-2: "IN-MH"
    auto found = known->second.find(name);
    return found == known->second.end() ? std::nullopt : std::optional(found->second);
}

std::vector<Region> TaxTables::regions_of(std::string_view country) const {
    std::vector<Region> out;
    for (const auto& region : compiled_->tables.regions)
        if (region.country == country) out.push_back(region);
    return out;
}

Place TaxTables::place_of_supply(const Place& ship_to) const {
    Place out = ship_to;
    out.state = ship_to.state ? region_of(ship_to.country, *ship_to.state) : std::nullopt;
    if (!out.state && out.country == settings().country) out.state = settings().state;
    return out;
}

Rates TaxTables::rates(const Place& place, std::string_view tax_class, const Payer& payer, Instant now) const {
    for (const auto& [exemption, validity] : compiled_->exemptions)
        if (validity.holds(now) && is_exempt(*exemption, place, tax_class, payer))
            return {{}, 0, "exempt: " + exemption->name + (exemption->certificate ? " (" + *exemption->certificate + ")" : "")};
    std::vector<const TaxRate*> rows;
    for (const auto& zone : compiled_->zones) {
        if (!is_in(*zone.zone, place, settings())) continue;
        if (const auto* found = rows_of(zone, tax_class))
            for (const auto& [rate, validity] : *found)
                if (rate->ppm > 0 && validity.holds(now)) rows.push_back(rate);
    }
    return with_shares(std::move(rows));
}

}  // namespace vitrine::taxes
