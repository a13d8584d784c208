#include "modules/storefront/shelf.h"

#include <algorithm>

namespace vitrine::storefront {
namespace {

/// How many products a shelf looks through at most before it is shorter than it might be.
constexpr std::size_t farthest = 4'000;

std::vector<search::Card> first_in_stock(const Page& page, search::Wanted wanted, std::size_t count) {
    wanted.prices = page.prices;
    wanted.in_stock = true;
    wanted.limit = count;
    wanted.facets = false;
    return page.snapshot->search(wanted).items;
}

}  // namespace

std::vector<search::Card> reduced(const Page& page, std::size_t most) {
    std::vector<search::Card> found;
    auto step = std::clamp<std::size_t>(most * 8, 100, 4'000);
    search::Wanted wanted{.in_stock = true, .sort = search::Sort::popularity, .limit = step, .facets = false};
    wanted.prices = page.prices;
    for (std::size_t total = page.snapshot->size(); wanted.offset < total && found.size() < most; wanted.offset += step) {
        for (auto& card : page.snapshot->search(wanted).items) {
            if (card.compare_at_price && card.price < *card.compare_at_price) found.push_back(std::move(card));
            if (found.size() == most) break;
        }
    }
    return found;
}

std::vector<search::Card> tagged(const search::Snapshot& snapshot, std::shared_ptr<const prices::View> prices, std::string_view tag, std::size_t most) {
    std::vector<search::Card> found;
    search::Wanted wanted{.in_stock = true, .sort = search::Sort::popularity, .limit = 100, .facets = false};
    wanted.prices = std::move(prices);
    for (auto end = std::min(snapshot.size(), farthest); wanted.offset < end && found.size() < most; wanted.offset += wanted.limit) {
        for (auto& card : snapshot.search(wanted).items) {
            auto product = snapshot.product(card.slug);
            if (product && std::ranges::find(product->tags, tag) != product->tags.end()) found.push_back(std::move(card));
            if (found.size() == most) break;
        }
    }
    return found;
}

std::vector<search::Card> products_of(const Page& page, std::string_view source, std::size_t count) {
    if (source == "on_sale") return reduced(page, count);
    if (source == "newest") return first_in_stock(page, {.sort = search::Sort::newest}, count);
    if (source.starts_with("tag:")) return tagged(*page.snapshot, page.prices, source.substr(4), count);
    if (source.starts_with("category:")) return first_in_stock(page, {.category_slug = std::string(source.substr(9)), .sort = search::Sort::popularity}, count);
    return first_in_stock(page, {.sort = search::Sort::popularity}, count);
}

std::string link_of(std::string_view source) {
    if (source == "on_sale") return "/deals";
    if (source == "newest") return "/search?sort=newest";
    if (source.starts_with("category:")) return "/c/" + std::string(source.substr(9));
    if (source.starts_with("tag:")) return "/search?q=" + http::percent_encode(source.substr(4));
    return "/search?sort=popularity";
}

}  // namespace vitrine::storefront
