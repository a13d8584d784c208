-- keep_file(RequestId id, bytes file, i64 file_bytes, instant file_until, instant at) -> count
update privacy.requests
set state = 'ready', file = $2, file_bytes = $3, file_until = $4, ended_at = $5, ended_by = vitrine.current_actor()
where store_id = vitrine.current_store() and id = $1 and state = 'waiting'
