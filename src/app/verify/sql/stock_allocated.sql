-- stock_allocated() -> many Offence
-- What was sold to an order left some warehouse for it.
select coalesce(s.order_ref, a.order_ref) as subject, format('variant %s: sold %s, allocated %s', coalesce(s.variant, a.variant), coalesce(s.sold, 0), coalesce(a.allocated, 0)) as detail
from (select order_ref, variant, sum(quantity) as sold from stock.reservations where store_id = vitrine.current_store() and state = 'sold' group by order_ref, variant) s
full join (select order_ref, variant, sum(quantity) as allocated from stock.allocations where store_id = vitrine.current_store() group by order_ref, variant) a using (order_ref, variant)
where coalesce(s.sold, 0) <> coalesce(a.allocated, 0)
