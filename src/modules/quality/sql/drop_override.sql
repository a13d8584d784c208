-- drop_override(catalog::ProductId product, text rule) -> count
delete from quality.overrides
where store_id = vitrine.current_store() and product_id = $1 and rule = $2
