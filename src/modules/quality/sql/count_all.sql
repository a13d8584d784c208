-- count_all() -> one AllCount{i64 judged, i64 hidden}
select count(*) as judged, count(*) filter (where not is_fit) as hidden
from quality.verdicts
where store_id = vitrine.current_store()
