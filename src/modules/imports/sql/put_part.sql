-- put_part(ImportId run, i32 number, bytes content, bytes sha256) -> count
-- Nothing once the upload is over. The same number again takes the place of what was there.
with open_run as (
    select r.id from imports.runs r where r.store_id = vitrine.current_store() and r.id = $1 and r.state = 'uploading' for share
)
insert into imports.parts (store_id, run_id, number, content, sha256)
select vitrine.current_store(), open_run.id, $2, $3, $4 from open_run
on conflict (store_id, run_id, number) do update set content = excluded.content, sha256 = excluded.sha256, put_at = now()
