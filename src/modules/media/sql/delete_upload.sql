-- delete_upload(UploadId id) -> count
delete from media.uploads
where store_id = vitrine.current_store() and id = $1 and state <> 'checking'
