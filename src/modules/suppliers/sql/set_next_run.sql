-- set_next_run(FeedId id, instant at) -> count
update suppliers.feeds
set next_run_at = $2
where store_id = vitrine.current_store() and id = $1
