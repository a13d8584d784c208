-- add_items(ParcelId parcel, i64[] position, i64[] quantity) -> count
insert into fulfilment.items (store_id, parcel, position, quantity)
select vitrine.current_store(), $1, n.position, n.quantity
from unnest($2, $3) as n (position, quantity)
