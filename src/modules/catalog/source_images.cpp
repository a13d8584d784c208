#include "modules/catalog/api.h"
#include "modules/catalog/sql.h"

namespace vitrine::catalog {

void replace_source_images(pg::Tx& tx, const std::vector<ProductId>& products, const std::vector<SourceImage>& images) {
    if (!products.empty()) tx.send(sql::forget_source_images(products));
    if (images.empty()) return;
    std::vector<ProductId> ids;
    std::vector<std::int32_t> positions;
    std::vector<std::optional<VariantId>> variants;
    std::vector<std::string> urls, texts;
    for (const auto& image : images) {
        ids.push_back(image.product);
        positions.push_back(image.position);
        variants.push_back(image.variant);
        urls.push_back(image.url);
        texts.push_back(image.alt);
    }
    tx.send(sql::save_source_images(ids, positions, variants, urls, texts));
}

pg::Query<std::vector<SourceImage>> source_images(const std::vector<ProductId>& products) { return sql::source_images(products); }

pg::Query<std::vector<StoredProduct>> products_after(const std::string& slug, std::int32_t limit, const std::optional<std::string>& category, const std::vector<std::string>& statuses) {
    return sql::products_after(slug, limit, category, statuses);
}
pg::Query<std::int32_t> options_columns() { return sql::most_options(); }

}  // namespace vitrine::catalog
