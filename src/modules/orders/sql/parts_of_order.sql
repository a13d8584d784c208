-- parts_of_order(OrderId id) -> many PartRow{i64 position, VariantId variant, i64 quantity}
select position, variant, quantity
from orders.line_parts
where store_id = vitrine.current_store() and order_id = $1
order by position, variant
