#include "modules/catalog/api.h"
#include "modules/catalog/sql.h"

namespace vitrine::catalog {

pg::Query<std::vector<StoreId>> stores_with_products() { return sql::stores_with_products(); }
pg::Query<std::vector<ProductRange>> product_ranges(std::int32_t parts) { return sql::product_ranges(parts); }
pg::Query<std::vector<ProductRow>> products_in_range(ProductId first, ProductId last) { return sql::products_in_range(first, last); }
pg::Query<std::vector<VariantRow>> variants_in_range(ProductId first, ProductId last) { return sql::variants_in_range(first, last); }
pg::Query<std::vector<ProductRow>> products_by_id(const std::vector<ProductId>& ids) { return sql::products_by_id(ids); }
pg::Query<std::vector<VariantRow>> variants_by_id(const std::vector<ProductId>& products) { return sql::variants_by_id(products); }
pg::Query<std::vector<CategoryRow>> categories() { return sql::categories(); }
pg::Query<std::vector<AttributeRow>> attributes() { return sql::attributes(); }
pg::Query<std::vector<ProductState>> product_states(const std::vector<std::string>& slugs) { return sql::product_states(slugs); }
pg::Query<std::vector<CodeOwner>> code_owners(const std::vector<std::string>& skus, const std::vector<std::string>& barcodes) {
    return sql::code_owners(skus, barcodes);
}
pg::Query<std::vector<SetMember>> set_members() { return sql::set_members(); }
pg::Query<std::vector<CategorySet>> category_sets() { return sql::category_sets(); }
pg::Query<std::vector<NamedVariant>> named_variants(const std::vector<VariantId>& variants) { return sql::named_variants(variants); }
pg::Query<std::vector<BundlePart>> components(const std::vector<VariantId>& bundles) { return sql::components(bundles); }
pg::Query<std::optional<Redirect>> redirect_of(const std::string& former_slug) { return sql::redirect_of(former_slug); }
pg::Query<std::optional<std::string>> category_redirect_of(const std::string& former_slug) { return sql::category_redirect_of(former_slug); }
pg::Query<std::vector<SavedVariant>> variants_by_sku(const std::vector<std::string>& skus) { return sql::variants_by_sku(skus); }
pg::Query<std::optional<VariantState>> lock_variant(VariantId variant) { return sql::lock_variant(variant); }
pg::Query<std::int64_t> edit_variant(VariantId variant, const std::string& status) { return sql::edit_variant(variant, status); }
pg::Query<std::optional<std::int64_t>> set_product_status(ProductId product, Status status) { return sql::set_product_status(product, status); }

}  // namespace vitrine::catalog
