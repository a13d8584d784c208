-- receive(UploadId id, i64 at_byte, i64 size, instant expires_at) -> maybe i64
-- Moves on only from where the part begins.
update media.uploads
set received = received + $3, expires_at = $4, changed_at = now()
where store_id = vitrine.current_store() and id = $1 and state = 'receiving' and received = $2
returning received
