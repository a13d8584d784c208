-- forget_parts(UploadId upload_id) -> count
delete from media.parts
where store_id = vitrine.current_store() and upload_id = $1
