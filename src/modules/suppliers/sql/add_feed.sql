-- add_feed(FeedId id, SupplierId supplier, text code, text name, FeedState state, json source, bytes? secrets, json layout, json pricing, json guards, i64? every_minutes, instant? next_run_at) -> count
insert into suppliers.feeds (store_id, id, supplier_id, code, name, state, source, secrets, layout, pricing, guards, every_minutes, next_run_at)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
