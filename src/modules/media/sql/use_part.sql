-- use_part(UploadId upload_id, i64 at_byte, bytes digest) -> count
update media.parts
set is_used = true
where store_id = vitrine.current_store() and upload_id = $1 and at_byte = $2 and digest = $3
