-- set_cancelling(ParcelId parcel, bool is_cancelling, instant now) -> count
update fulfilment.parcels
set is_cancelling = $2, changed_at = $3
where store_id = vitrine.current_store() and id = $1
