-- drop_kept(bytes owner, text kind, VariantId variant) -> maybe i64
delete from carts.kept where store_id = vitrine.current_store() and owner = $1 and kind = $2 and variant = $3 returning quantity
