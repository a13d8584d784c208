#include "modules/search/moves.h"

#include <algorithm>

namespace vitrine::search {

void Moves::add(std::vector<OldPlace> places, Instant now) {
    std::erase_if(lists_, [&](const auto& list) { return now - list->front().changed_at > kept_for; });
    if (!places.empty()) lists_.push_back(std::make_shared<const std::vector<OldPlace>>(std::move(places)));
}

std::unordered_map<ProductId, OldPlace> Moves::since(Instant since) const {
    std::unordered_map<ProductId, OldPlace> earliest;
    for (const auto& list : lists_) {
        if (list->front().changed_at <= since) continue;
        for (const auto& place : *list) earliest.try_emplace(place.product, place);
    }
    return earliest;
}

}  // namespace vitrine::search
