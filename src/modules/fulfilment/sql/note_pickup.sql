-- note_pickup(ParcelId parcel, text pickup_token, instant? pickup_at, instant now) -> count
update fulfilment.parcels
set pickup_token = $2, pickup_at = coalesce($3, pickup_at), tries = 0, failure = null, failure_words = null, attention = null, changed_at = $4
where store_id = vitrine.current_store() and id = $1
