-- list_previews() -> many PreviewRow
select id, name, made_at, expires_at, revoked_at, actor
from launch.previews
where store_id = vitrine.current_store()
order by id desc
limit 200
