-- count_variants(VariantId[] variant) -> one i64
select count(*) from carts.lines where store_id = vitrine.current_store() and variant = any($1)
