-- own_holders(instant now) -> many HolderRow
select store_id as store, id, expires_at
from launch.previews
where store_id = vitrine.current_store() and revoked_at is null and expires_at > $1
