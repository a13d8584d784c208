-- bulk_changes(i32 limit) -> many BulkEntry{uuid id, text actor, text reason, json request, json report, instant changed_at}
select id, actor, reason, request, report, changed_at
from prices.bulk_changes
where store_id = vitrine.current_store()
order by changed_at desc, id desc
limit $1
