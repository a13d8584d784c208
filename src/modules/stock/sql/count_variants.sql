-- count_variants(VariantId[] variant) -> one i64
select count(*) from stock.movements where store_id = vitrine.current_store() and variant = any($1)
