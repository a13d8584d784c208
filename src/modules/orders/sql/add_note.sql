-- add_note(OrderId order_id, uuid id, NoteKind kind, text words, instant now) -> count
insert into orders.notes (store_id, order_id, id, kind, words, at)
select vitrine.current_store(), o.id, $2, $3, $4, $5
from orders.orders o
where o.store_id = vitrine.current_store() and o.id = $1
