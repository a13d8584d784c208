-- begin_try(ParcelId parcel, instant now) -> count
update fulfilment.parcels
set tries = tries + 1, changed_at = $2
where store_id = vitrine.current_store() and id = $1
