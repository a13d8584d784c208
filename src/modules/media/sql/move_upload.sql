-- move_upload(UploadId id, UploadState from_state, UploadState to_state, text fault, text detail, bool is_duplicate, MediaId media_id) -> count
update media.uploads
set state = $3, fault = $4, detail = $5, is_duplicate = $6, media_id = $7, changed_at = now()
where store_id = vitrine.current_store() and id = $1 and state = $2
