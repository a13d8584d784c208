-- add_upload(UploadId id, MediaId media_id, bool replaces, text filename, i64 size, bytes? digest, bool is_private, json alt, ProductId? product_id, VariantId? variant_id, text? source_url, instant expires_at) -> count
insert into media.uploads (store_id, id, media_id, replaces, filename, size, digest, is_private, alt, product_id, variant_id, source_url, expires_at)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
