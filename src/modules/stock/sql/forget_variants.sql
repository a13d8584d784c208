-- forget_variants(VariantId[] variant) -> count
delete from stock.levels where store_id = vitrine.current_store() and variant = any($1)
