-- count_signups() -> one SignupCounts
select count(*) as signups, count(confirmed_at) as confirmed, count(told_at) as told
from launch.signups
where store_id = vitrine.current_store()
