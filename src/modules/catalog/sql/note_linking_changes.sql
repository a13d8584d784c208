-- note_linking_changes(ProductId[] product) -> count
-- Pages of products that point to these show their names: by a link, or as part of a bundle.
insert into catalog.changes (store_id, product_id)
select vitrine.current_store(), changed.product_id
from (select l.product_id
      from catalog.links l
      where l.store_id = vitrine.current_store() and l.other_id = any($1)
      union
      select bundle.product_id
      from catalog.variants v
      join catalog.components c on c.store_id = v.store_id and c.variant_id = v.id
      join catalog.variants bundle on bundle.store_id = c.store_id and bundle.id = c.bundle_id
      where v.store_id = vitrine.current_store() and v.product_id = any($1)) as changed
