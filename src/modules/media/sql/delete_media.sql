-- delete_media(MediaId id) -> count
delete from media.media
where store_id = vitrine.current_store() and id = $1
