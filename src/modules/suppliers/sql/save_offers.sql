-- save_offers(SupplierId supplier, FeedId feed, RunId run, instant now, text[] code, ItemId[] item, i64[] quantity, i64[] cost_minor, text[] cost_currency, i64[] price_minor, json[] facts, uuid[] hash) -> count
insert into suppliers.offers as o (store_id, supplier_id, code, feed_id, item_id, is_listed, quantity, cost_minor, cost_currency, price_minor, facts, hash, run_id, changed_at)
select vitrine.current_store(), $1, n.code, $2, n.item, true, n.quantity, n.cost_minor, n.cost_currency, n.price_minor, n.facts, n.hash, $3, $4
from unnest($5, $6, $7, $8, $9, $10, $11, $12) as n (code, item, quantity, cost_minor, cost_currency, price_minor, facts, hash)
order by n.code
on conflict (store_id, supplier_id, code) do update
set feed_id = excluded.feed_id, item_id = excluded.item_id, is_listed = true, quantity = excluded.quantity, cost_minor = excluded.cost_minor, cost_currency = excluded.cost_currency,
    price_minor = excluded.price_minor, facts = excluded.facts, hash = excluded.hash, run_id = excluded.run_id, changed_at = excluded.changed_at
