-- note_changes(ProductId[] product) -> count
insert into catalog.changes (store_id, product_id)
select vitrine.current_store(), noted.id
from unnest($1) as noted (id)
