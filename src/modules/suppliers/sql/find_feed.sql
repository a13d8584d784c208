-- find_feed(FeedId id) -> maybe FeedRowData
select f.id, f.version, f.supplier_id as supplier, f.code, f.name, f.state, f.source, f.secrets, f.layout, f.pricing, f.guards, f.every_minutes, f.next_run_at, f.last_run, f.created_at, f.updated_at
from suppliers.feeds f
where f.store_id = vitrine.current_store() and f.id = $1
