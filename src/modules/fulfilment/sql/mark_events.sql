-- mark_events(ParcelId parcel, text[] key, text[] state) -> count
update fulfilment.events e
set state = n.state
from unnest($2, $3) as n (key, state)
where e.store_id = vitrine.current_store() and e.parcel = $1 and e.key = n.key
