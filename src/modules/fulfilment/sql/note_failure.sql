-- note_failure(ParcelId parcel, text failure, text words, text? attention, instant now) -> count
update fulfilment.parcels
set failure = $2, failure_words = $3, attention = coalesce($4, attention), changed_at = $5
where store_id = vitrine.current_store() and id = $1
