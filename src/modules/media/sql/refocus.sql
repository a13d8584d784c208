-- refocus(MediaId id, i64 version, text edition, i32 focus_x, i32 focus_y) -> count
update media.media
set edition = $3, focus_x = $4, focus_y = $5, version = version + 1, actor = vitrine.current_actor(), changed_at = now()
where store_id = vitrine.current_store() and id = $1 and version = $2
