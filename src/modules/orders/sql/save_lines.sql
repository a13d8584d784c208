-- save_lines(OrderId[] order_id, i64[] position, VariantId[] variant, text[] sku, text[] title, text[] options, text[] product_slug, i64[] quantity, i64[] unit_price, i64[] total) -> count
insert into orders.lines (store_id, order_id, position, variant, sku, title, options, product_slug, quantity, unit_price, total)
select vitrine.current_store(), l.order_id, l.position, l.variant, l.sku, l.title, l.options, l.product_slug, l.quantity, l.unit_price, l.total
from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    as l (order_id, position, variant, sku, title, options, product_slug, quantity, unit_price, total)
