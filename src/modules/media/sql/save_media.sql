-- save_media(MediaId id, Kind kind, text name, text media_type, bytes digest, i64 size, text edition, i32 width, i32 height, i64 duration_ms, text colour, bytes blur, bool is_private, json alt) -> one i64
-- Makes it, or puts another content in its place; the focal point of another picture means nothing.
insert into media.media as m (store_id, id, kind, name, media_type, digest, size, edition, width, height, duration_ms, colour, blur, is_private, alt)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (store_id, id) do update
set kind = excluded.kind, media_type = excluded.media_type, digest = excluded.digest, size = excluded.size, edition = excluded.edition, width = excluded.width,
    height = excluded.height, duration_ms = excluded.duration_ms, colour = excluded.colour, blur = excluded.blur, focus_x = 500, focus_y = 500, version = m.version + 1,
    actor = vitrine.current_actor(), changed_at = now()
returning m.version
