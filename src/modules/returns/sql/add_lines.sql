-- add_lines(ReturnId id, i64[] position, VariantId[] variant, text[] sku, text[] title, i64[] quantity, VariantId?[] exchange_for) -> count
insert into returns.lines (store_id, return_id, position, variant, sku, title, quantity, exchange_for)
select vitrine.current_store(), $1, n.position, n.variant, n.sku, n.title, n.quantity, n.exchange_for
from unnest($2, $3, $4, $5, $6, $7) as n (position, variant, sku, title, quantity, exchange_for)
