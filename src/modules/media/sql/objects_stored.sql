-- objects_stored(MediaId media_id, text edition) -> count
update media.objects
set state = 'stored', changed_at = now()
where store_id = vitrine.current_store() and media_id = $1 and edition = $2
