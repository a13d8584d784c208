-- inspect_lines(ReturnId id, i64[] position, i64[] sellable, i64[] damaged, i64[] refused, text[] note) -> count
update returns.lines l
set sellable = n.sellable, damaged = n.damaged, refused = n.refused, note = n.note
from unnest($2, $3, $4, $5, $6) as n (position, sellable, damaged, refused, note)
where l.store_id = vitrine.current_store() and l.return_id = $1 and l.position = n.position
