-- claim_untold(instant now, i32 page) -> many SignupId
update launch.signups s
set told_at = $1
from (select id
      from launch.signups
      where store_id = vitrine.current_store() and confirmed_at is not null and told_at is null
      order by confirmed_at, id
      limit $2::integer
      for update) as w
where s.store_id = vitrine.current_store() and s.id = w.id
returning s.id
