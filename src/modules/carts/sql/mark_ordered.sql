-- mark_ordered(CartId[] id, text[] order_ref) -> count
update carts.carts c
set state = 'ordered', order_ref = o.order_ref, version = c.version + 1, updated_at = now(), open_for = null
from unnest($1, $2) as o (id, order_ref)
where c.store_id = vitrine.current_store() and c.id = o.id and c.state = 'active'
