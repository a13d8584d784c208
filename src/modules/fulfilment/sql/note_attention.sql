-- note_attention(ParcelId parcel, text? attention, instant now) -> count
update fulfilment.parcels
set attention = $2, changed_at = $3
where store_id = vitrine.current_store() and id = $1
