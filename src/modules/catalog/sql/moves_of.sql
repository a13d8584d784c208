-- moves_of(ProductId product, i64 limit) -> many MoveRow
select moved_at, actor, verb, from_status, to_status, reason
from catalog.moves
where store_id = vitrine.current_store() and product_id = $1
order by id desc
limit $2
