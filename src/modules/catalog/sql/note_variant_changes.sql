-- note_variant_changes(VariantId[] variant) -> count
insert into catalog.changes (store_id, product_id)
select distinct vitrine.current_store(), v.product_id
from catalog.variants v
where v.store_id = vitrine.current_store() and v.id = any($1)
