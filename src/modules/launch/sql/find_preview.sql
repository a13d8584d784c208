-- find_preview(PreviewId id) -> maybe PreviewRow
select id, name, made_at, expires_at, revoked_at, actor
from launch.previews
where store_id = vitrine.current_store() and id = $1
