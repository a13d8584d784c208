-- forget_requests(instant before) -> count
delete from returns.requests
where store_id = vitrine.current_store() and claimed_at < $1
