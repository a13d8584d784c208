-- notes_of(OrderId order_id) -> many NoteRow{uuid id, NoteKind kind, text words, text actor, instant at}
select id, kind, words, actor, at
from orders.notes
where store_id = vitrine.current_store() and order_id = $1
order by id
