-- count_open_uploads() -> one i64
select count(*)
from media.uploads
where store_id = vitrine.current_store() and state in ('receiving', 'checking')
