-- lock_count(CountId id) -> maybe CountRow
select id, warehouse, state, note, opened_by, opened_at, ended_at, version
from stock.counts
where store_id = vitrine.current_store() and id = $1
for update
