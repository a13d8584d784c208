-- lock_upload(UploadId id) -> maybe UploadRow
select id, media_id, replaces, filename, size, received, digest, is_private, alt, product_id, variant_id, state, fault, detail, is_duplicate, created_at, expires_at
from media.uploads
where store_id = vitrine.current_store() and id = $1
for update
