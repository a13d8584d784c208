-- left_alone(CartId id, i64 version) -> maybe Quiet
select c.token_hash, c.updated_at as since
from carts.carts c
where c.store_id = vitrine.current_store() and c.id = $1 and c.version = $2 and c.state = 'active'
    and exists (select from carts.lines l where l.store_id = vitrine.current_store() and l.cart = c.id)
