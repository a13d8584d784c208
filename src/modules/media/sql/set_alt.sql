-- set_alt(MediaId id, json alt) -> one i64
update media.media
set alt = $2, version = version + 1, actor = vitrine.current_actor(), changed_at = now()
where store_id = vitrine.current_store() and id = $1
returning version
