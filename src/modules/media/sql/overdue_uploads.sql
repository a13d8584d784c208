-- overdue_uploads(instant now, i32 page) -> many UploadRow
select id, media_id, replaces, filename, size, received, digest, is_private, alt, product_id, variant_id, state, fault, detail, is_duplicate, created_at, expires_at
from media.uploads
where store_id = vitrine.current_store() and expires_at < $1 and state <> 'checking'
order by expires_at, id
limit $2::integer
