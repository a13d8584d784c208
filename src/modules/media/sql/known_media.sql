-- known_media(MediaId[] media) -> many MediaId
select id
from media.media
where store_id = vitrine.current_store() and id = any ($1)
