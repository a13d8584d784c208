#include "modules/search/listing_query.h"

#include <algorithm>

#include "modules/prices/api.h"
#include "modules/search/cursor.h"

namespace vitrine::search {
namespace {

constexpr size_t longest_text = 200, most_filters = 20;

constexpr std::pair<std::string_view, Sort> sorts[] = {
    {"relevance", Sort::relevance}, {"price", Sort::price_up}, {"-price", Sort::price_down}, {"newest", Sort::newest}, {"popularity", Sort::popularity}};

}  // namespace

Result<Wanted> read_listing(const ListingParameters& in, std::shared_ptr<const prices::View> prices) {
    Wanted wanted;
    wanted.prices = std::move(prices);
    wanted.filter = in.filter;
    std::vector<Fault> faults;
    wanted.text = in.q.value_or("");
    if (wanted.text.size() > longest_text) faults.push_back({"/q", "too_long", "write 200 bytes at most"});
    if (!is_utf8(wanted.text)) faults.push_back({"/q", "bad_text", "write UTF-8"});
    wanted.category_slug = in.category.value_or("");
    if (!in.brand.empty()) {
        auto& brands = wanted.filter["brand"];
        brands.insert(brands.end(), in.brand.begin(), in.brand.end());
    }
    std::erase_if(wanted.filter, [](const auto& filter) { return filter.second.empty(); });
    if (wanted.filter.size() > most_filters) faults.push_back({"/filter", "too_many", "20 filters at most"});
    for (auto& [code, values] : wanted.filter) {
        std::ranges::sort(values);
        auto repeats = std::ranges::unique(values);
        values.erase(repeats.begin(), repeats.end());
    }
    if (in.price_min) wanted.price_min = in.price_min->value;
    if (in.price_max) wanted.price_max = in.price_max->value;
    wanted.in_stock = in.in_stock.value_or(false);
    if (in.limit) wanted.limit = size_t(in.limit->value);
    if (in.sort) {
        auto known = std::ranges::find(sorts, *in.sort, &std::pair<std::string_view, Sort>::first);
        if (known == std::end(sorts)) faults.push_back({"/sort", "unknown_choice", "choose one of relevance, price, -price, newest, popularity"});
        else wanted.sort = known->second;
    }
    if (in.cursor) {
        wanted.after = read_cursor(*in.cursor, wanted);
        if (!wanted.after) faults.push_back({"/cursor", "bad_cursor", "use next_cursor of the page before, with the same parameters"});
    }
    if (!faults.empty()) return refuse(refusals::invalid, {}, std::move(faults));
    return wanted;
}

std::string normalized(const Wanted& wanted) {
    std::string key;
    auto put = [&](std::string_view text) { key += std::to_string(text.size()), key += ':', key += text; };
    put(wanted.text), put(wanted.category_slug);
    for (const auto& [code, values] : wanted.filter) {
        put(code);
        for (const auto& value : values) put(value);
        key += ';';
    }
    for (const auto& price : {wanted.price_min, wanted.price_max}) key += price ? std::to_string(*price) + "," : "-,";
    if (wanted.after)
        for (auto number : {wanted.after->key, wanted.after->popularity, std::int64_t(wanted.after->since.time_since_epoch().count())}) key += std::to_string(number) + ",";
    if (wanted.after) key += wanted.after->id.text() + ",";
    if (wanted.prices && !wanted.prices->is_plain()) key += std::string(wanted.prices->currency().code()) + ",";  // a walk goes on when a price list changes
    return key + std::to_string(int(wanted.sort)) + "," + std::to_string(wanted.in_stock) + "," + std::to_string(wanted.offset) + "," + std::to_string(wanted.limit);
}

}  // namespace vitrine::search
