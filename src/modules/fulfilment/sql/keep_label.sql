-- keep_label(ParcelId parcel, text? label_url, bytes? label, text? label_type, instant now) -> count
update fulfilment.parcels
set label_url = coalesce($2, label_url), label = coalesce($3, label), label_type = coalesce($4, label_type), tries = 0, failure = null, failure_words = null, attention = null, changed_at = $5
where store_id = vitrine.current_store() and id = $1
