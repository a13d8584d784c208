-- claims_of(text order_ref) -> many ClaimRow{VariantId variant, i64 quantity}
-- What an order holds and waits for, by article. The levels are locked.
select variant, sum(quantity)::bigint as quantity
from (select variant, quantity from stock.reservations where store_id = vitrine.current_store() and order_ref = $1 and state = 'active'
      union all
      select variant, quantity from stock.promises where store_id = vitrine.current_store() and order_ref = $1 and state = 'waiting') as one
group by variant
order by variant
