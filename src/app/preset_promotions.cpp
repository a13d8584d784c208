#include <algorithm>
#include <stdexcept>

#include "app/preset.h"
#include "modules/catalog/api.h"
#include "modules/promotions/api.h"

namespace vitrine::app {
namespace {

struct PromotionsFile {
    std::vector<PresetPromotion> items;
};
SHAPE(PromotionsFile, items)

constexpr std::string_view mark = "\"category:";

/// "category:notebooks" becomes the id that the category has in this store.
std::string with_ids(std::string text, const std::vector<catalog::CategoryRow>& categories) {
    for (size_t at; (at = text.find(mark)) != std::string::npos;) {
        auto from = at + mark.size(), to = text.find('"', from);
        auto slug = text.substr(from, to - from);
        auto found = std::ranges::find(categories, slug, &catalog::CategoryRow::slug);
        if (found == categories.end()) throw std::runtime_error("promotions.json: there is no category " + slug);
        text.replace(at + 1, to - at - 1, found->id.text());
    }
    return text;
}

}  // namespace

std::vector<PresetPromotion> read_promotions_file(std::string_view json) {
    auto file = read_json<PromotionsFile>(json);
    if (file) return std::move(file->items);
    const auto& faults = file.error().errors;
    throw std::runtime_error("promotions.json: " + (faults.empty() ? file.error().title : faults[0].pointer + " " + faults[0].detail));
}

Task<std::int64_t> save_promotions(pg::Db& db, Ctx ctx, const std::vector<PresetPromotion>& promotions) {
    if (promotions.empty()) co_return 0;
    auto categories = co_await db.read(ctx, catalog::categories());
    std::int64_t made = 0;
    for (const auto& one : promotions) {
        auto text = with_ids(one.promotion.text, categories);
        bool is_new = co_await promotions::seed(db, ctx, std::move(text), one.codes.value_or(std::vector<std::string>{}));
        made += is_new;
    }
    co_return made;
}

}  // namespace vitrine::app
