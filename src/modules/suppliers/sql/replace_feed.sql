-- replace_feed(FeedId id, SupplierId supplier, text code, text name, FeedState state, json source, bytes? secrets, json layout, json pricing, json guards, i64? every_minutes, instant? next_run_at) -> one i64
-- Secrets that are not said stay.
update suppliers.feeds
set supplier_id = $2, code = $3, name = $4, state = $5, source = $6, secrets = coalesce($7, secrets), layout = $8, pricing = $9, guards = $10, every_minutes = $11, next_run_at = $12,
    version = version + 1, updated_at = now(), actor = vitrine.current_actor()
where store_id = vitrine.current_store() and id = $1
returning version
