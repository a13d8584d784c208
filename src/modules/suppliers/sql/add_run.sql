-- add_run(RunId id, FeedId feed, text upload, i32 parts, text file_name, instant now) -> count
with added as (
    insert into suppliers.runs (store_id, id, feed_id, state, upload, parts, file_name, started_at)
    values (vitrine.current_store(), $1, $2, 'queued', $3, $4, $5, $6)
    returning store_id, id, feed_id
)
update suppliers.feeds f
set last_run = added.id
from added
where f.store_id = added.store_id and f.id = added.feed_id
