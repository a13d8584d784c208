-- forget_variants(VariantId[] variant) -> count
with listed as (
    delete from prices.list_prices where store_id = vitrine.current_store() and variant_id = any($1)
)
delete from prices.prices where store_id = vitrine.current_store() and variant_id = any($1)
