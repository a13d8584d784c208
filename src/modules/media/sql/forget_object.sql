-- forget_object(text key) -> count
delete from media.objects
where store_id = vitrine.current_store() and key = $1 and state <> 'stored'
