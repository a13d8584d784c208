-- retire_objects(MediaId media_id, text kept_edition, text kept_original) -> count
update media.objects
set state = 'retired', changed_at = now()
where store_id = vitrine.current_store() and media_id = $1 and edition not in ($2, $3) and state = 'stored'
