-- media_of_digest(bytes digest, bool is_private) -> maybe MediaId
select id
from media.media
where store_id = vitrine.current_store() and digest = $1 and is_private = $2
