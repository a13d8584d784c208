-- note_fetch(ProductId product, text url, UploadId? upload, text fault) -> count
insert into media.fetches (store_id, product_id, url, upload_id, fault)
values (vitrine.current_store(), $1, $2, $3, $4)
on conflict (store_id, product_id, url) do update
set upload_id = excluded.upload_id, fault = excluded.fault, tried_at = now()
