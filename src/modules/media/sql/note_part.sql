-- note_part(UploadId upload_id, i64 at_byte, bytes digest, i64 size) -> count
insert into media.parts (store_id, upload_id, at_byte, digest, size)
values (vitrine.current_store(), $1, $2, $3, $4)
on conflict do nothing
