-- move(ParcelId parcel, State from_state, State to_state, instant since, instant now) -> count
update fulfilment.parcels
set state = $3, since = $4, changed_at = $5
where store_id = vitrine.current_store() and id = $1 and state = $2
