-- end_count(CountId id, CountState state, instant now) -> count
update stock.counts
set state = $2, ended_at = $3, version = version + 1
where store_id = vitrine.current_store() and id = $1 and state = 'open'
