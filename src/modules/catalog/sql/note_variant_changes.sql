-- note_variant_changes(VariantId[] variant) -> count
-- A bundle shows what can be had of its parts, so it changes with them.
insert into catalog.changes (store_id, product_id)
select distinct vitrine.current_store(), v.product_id
from (select unnest($1) as id
      union
      select c.bundle_id from catalog.components c where c.store_id = vitrine.current_store() and c.variant_id = any($1)) as changed
join catalog.variants v on v.store_id = vitrine.current_store() and v.id = changed.id
