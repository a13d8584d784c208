-- collected(OrderId order_id) -> one i64
-- What parcels that are not cancelled will collect.
select coalesce(sum(p.collect), 0)::bigint
from fulfilment.parcels p
where p.store_id = vitrine.current_store() and p.order_id = $1 and not p.is_return and p.state <> 'cancelled'
