#include "modules/storefront/listing_parts.h"

#include <algorithm>
#include <array>
#include <set>

namespace vitrine::storefront {
namespace {

constexpr std::size_t shown_at_once = 8, shown_at_most = 40;

html::List options(const std::vector<search::FacetValue>& values, std::size_t from, std::size_t to) {
    html::List list;
    for (auto i = from; i < std::min(to, values.size()); ++i) {
        const auto& value = values[i];
        list.push_back(html::Data{
            {"value", value.value}, {"label", value.value}, {"count", std::to_string(value.count)}, {"checked", value.chosen}, {"disabled", value.count == 0 && !value.chosen}});
    }
    return list;
}

bool names_one_by_one(const search::Facet& facet, std::int64_t total) {
    if (facet.number) return false;
    if (facet.values.size() <= shown_at_once || std::ranges::any_of(facet.values, &search::FacetValue::chosen)) return false;
    return std::ranges::max(facet.values, {}, &search::FacetValue::count).count * 100 < total;
}

std::string with_unit(std::string_view number, const std::optional<std::string>& unit) {
    auto text = std::string(number);
    return unit ? text + (*unit == "%" ? "" : " ") + *unit : text;
}

/// "Carat: 0.5 to 1 ct"
std::string chip_label(const std::vector<search::Facet>& facets, const std::string& code, const std::string& value) {
    auto facet = std::ranges::find(facets, code, &search::Facet::code);
    if (facet == facets.end()) return code + ": " + value;
    if (!facet->number) return facet->name + ": " + value;
    auto dots = value.find("..");
    if (dots == std::string::npos) return facet->name + ": " + with_unit(value, facet->number->unit);
    auto least = value.substr(0, dots), most = value.substr(dots + 2);
    if (most.empty()) return facet->name + ": from " + with_unit(least, facet->number->unit);
    if (least.empty()) return facet->name + ": to " + with_unit(most, facet->number->unit);
    return facet->name + ": " + least + " to " + with_unit(most, facet->number->unit);
}

/// Two fields for a facet of numbers; false for any other.
html::Data number_fields(const search::Facet& facet) {
    if (!facet.number) return false;
    const auto& number = *facet.number;
    return html::Data{{"least_name", "least[" + facet.code + "]"},
                      {"most_name", "most[" + facet.code + "]"},
                      {"least", number.chosen_least.value_or("")},
                      {"most", number.chosen_most.value_or("")},
                      {"floor", number.least},
                      {"ceiling", number.most}};
}

}  // namespace

html::List facet_list(const std::vector<search::Facet>& facets, std::int64_t total) {
    html::List list;
    for (const auto& facet : facets) {
        if ((facet.values.empty() && !facet.number) || names_one_by_one(facet, total)) continue;
        std::vector<search::FacetValue> values;  // the chosen ones first
        for (bool is_chosen : {true, false})
            for (const auto& value : facet.values)
                if (value.chosen == is_chosen) values.push_back(value);
        if (facet.number) std::erase_if(values, [&](const auto& value) { return !value.chosen && facet.values.size() > shown_at_once; });
        auto rest = options(values, shown_at_once, shown_at_most);
        html::Data more = rest.empty() ? html::Data(false) : html::Data{{"count", std::to_string(rest.size())}, {"options", rest}};
        auto label = facet.number && facet.number->unit ? facet.name + " (" + *facet.number->unit + ")" : facet.name;
        list.push_back(html::Data{
            {"name", "filter[" + facet.code + "]"}, {"label", label}, {"options", options(values, 0, shown_at_once)}, {"more", more}, {"number", number_fields(facet)}});
    }
    return list;
}

html::List chip_list(std::string_view path, const ListingQuery& query, const std::vector<search::Facet>& facets, Currency currency) {
    html::List list;
    auto add = [&](std::string label, ListingQuery without) {
        without.page = 1;
        list.push_back(html::Data{{"label", std::move(label)}, {"href", listing_address(path, without, currency)}});
    };
    for (const auto& [code, values] : query.wanted.filter) {
        for (const auto& value : values) {
            auto without = query;
            std::erase(without.wanted.filter[code], value);
            add(chip_label(facets, code, value), std::move(without));
        }
    }
    if (query.wanted.price_min) {
        auto without = query;
        without.wanted.price_min.reset();
        add("From " + format_for_people({*query.wanted.price_min, currency}), std::move(without));
    }
    if (query.wanted.price_max) {
        auto without = query;
        without.wanted.price_max.reset();
        add("To " + format_for_people({*query.wanted.price_max, currency}), std::move(without));
    }
    if (query.wanted.in_stock) {
        auto without = query;
        without.wanted.in_stock = false;
        add("In stock", std::move(without));
    }
    return list;
}

html::List sort_list(const ListingQuery& query) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> sorts{{{"relevance", "Most relevant"},
                                                                                         {"popularity", "Best selling"},
                                                                                         {"price", "Price: low to high"},
                                                                                         {"-price", "Price: high to low"},
                                                                                         {"newest", "Newest"}}};
    html::List list;
    for (const auto& [code, label] : sorts) list.push_back(html::Data{{"value", code}, {"label", label}, {"selected", code == query.sort_code}});
    return list;
}

html::Data pager(std::string_view path, const ListingQuery& query, std::int64_t total, Currency currency) {
    auto last = std::min((std::size_t(std::max<std::int64_t>(total, 0)) + listing_page_size - 1) / listing_page_size, listing_last_page);
    if (last < 2) return false;
    auto href = [&](std::size_t number) {
        auto other = query;
        other.page = number;
        return listing_address(path, other, currency);
    };
    std::set<std::size_t> shown{1, last};
    for (auto number = query.page > 1 ? query.page - 1 : 1; number <= std::min(query.page + 1, last); ++number) shown.insert(number);
    html::List pages;
    std::size_t before = 0;
    for (auto number : shown) {
        if (number > before + 1) pages.push_back(html::Data{{"gap", true}});
        pages.push_back(html::Data{{"n", std::to_string(number)}, {"href", href(number)}, {"current", number == query.page}, {"gap", false}});
        before = number;
    }
    html::Data previous = query.page > 1 && query.page <= last ? html::Data(href(query.page - 1)) : html::Data(false);
    html::Data next = query.page < last ? html::Data(href(query.page + 1)) : html::Data(false);
    return html::Data{{"prev_href", previous}, {"next_href", next}, {"pages", std::move(pages)}};
}

}  // namespace vitrine::storefront
