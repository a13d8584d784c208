-- forget_objects(text[] key) -> count
delete from media.objects
where store_id = vitrine.current_store() and key = any ($1) and state = 'doomed'
