-- stored_objects_after(text key, i32 page) -> many ObjectRow
select key, digest, size, media_type, width, height
from media.objects
where store_id = vitrine.current_store() and state = 'stored' and key > $1
order by key
limit $2::integer
