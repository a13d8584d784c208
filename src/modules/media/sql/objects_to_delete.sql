-- objects_to_delete(instant retired_before, instant pending_before, i32 page) -> many text
select key
from media.objects
where store_id = vitrine.current_store() and ((state = 'retired' and changed_at < $1) or (state = 'pending' and changed_at < $2))
order by changed_at, key
limit $3::integer
