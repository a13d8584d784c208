-- delete_product(ProductId product, Status status, text actor, instant now) -> count
-- Its history stays and ends with this.
with gone as (
    delete from catalog.products
    where store_id = vitrine.current_store() and id = $1
    returning id
), forgotten as (
    delete from catalog.slug_history
    where store_id = vitrine.current_store() and kind = 'product' and target_id = $1
)
insert into catalog.moves (store_id, product_id, from_status, verb, to_status, actor, moved_at)
select vitrine.current_store(), id, $2, 'delete for good', 'deleted', $3, $4
from gone
