-- changes_of(MediaId media_id) -> many ChangeRow{i64 version, text what, json detail, text actor, instant at}
select version, what, detail, actor, at
from media.changes
where store_id = vitrine.current_store() and media_id = $1
order by at desc, version desc
limit 100
