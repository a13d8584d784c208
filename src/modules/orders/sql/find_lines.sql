-- find_lines(OrderId id) -> many LineRow{i64 position, VariantId variant, text sku, text title, text options, text product_slug, i64 quantity, i64 unit_price, i64 total, i64 discount, i64 net, i64 tax, i64 gross, json? breakdown, i64 cancelled}
select position, variant, sku, title, options, product_slug, quantity, unit_price, total, discount, net, tax, gross, breakdown, cancelled
from orders.lines
where store_id = vitrine.current_store() and order_id = $1
order by position
