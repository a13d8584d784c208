-- find_media(MediaId id) -> maybe MediaRow
select id, version, kind, name, media_type, digest, size, edition, width, height, duration_ms, colour, focus_x, focus_y, is_private, alt, created_at, changed_at
from media.media
where store_id = vitrine.current_store() and id = $1
