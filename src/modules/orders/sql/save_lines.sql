-- save_lines(OrderId[] order_id, i64[] position, VariantId[] variant, text[] sku, text[] title, text[] options, text[] product_slug, i64[] quantity, i64[] unit_price, i64[] total, i64[] discount, i64[] net, i64[] tax, i64[] gross, json[] breakdown) -> count
insert into orders.lines (store_id, order_id, position, variant, sku, title, options, product_slug, quantity, unit_price, total, discount, net, tax, gross, breakdown)
select vitrine.current_store(), l.order_id, l.position, l.variant, l.sku, l.title, l.options, l.product_slug, l.quantity, l.unit_price, l.total, l.discount, l.net, l.tax, l.gross,
       l.breakdown
from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    as l (order_id, position, variant, sku, title, options, product_slug, quantity, unit_price, total, discount, net, tax, gross, breakdown)
