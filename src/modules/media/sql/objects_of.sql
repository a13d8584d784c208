-- objects_of(MediaId media_id, text edition) -> many ObjectRow
select key, digest, size, media_type, width, height
from media.objects
where store_id = vitrine.current_store() and media_id = $1 and edition = $2 and state = 'stored'
order by key
