-- add_preview(PreviewId id, text name, instant made, instant expires) -> count
insert into launch.previews (store_id, id, name, made_at, expires_at)
values (vitrine.current_store(), $1, $2, $3, $4)
