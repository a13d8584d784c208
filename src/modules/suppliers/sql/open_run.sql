-- open_run(FeedId feed) -> maybe RunRow
select r.id, r.feed_id as feed, r.state, r.upload, r.parts, r.file_name, r.counts, r.position, r.why, r.detail, r.is_let_through, r.let_through_by, r.let_through_reason, r.is_cancel_wanted, r.attempts, r.started_at, r.ended_at, r.actor
from suppliers.runs r
where r.store_id = vitrine.current_store() and r.feed_id = $1 and r.state in ('queued', 'fetching', 'checking', 'held', 'applying')
for update
