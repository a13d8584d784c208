-- end_step(ParcelId parcel, text booking, text shipment, text awb, text service, text? label_url, instant now) -> count
-- A step has succeeded: what is learned is kept, what is known already is not lost.
update fulfilment.parcels
set booking = case when $2 = '' then booking else $2 end, shipment = case when $3 = '' then shipment else $3 end, awb = case when $4 = '' then awb else $4 end,
    service = case when $5 = '' then service else $5 end, label_url = coalesce($6, label_url), tries = 0, failure = null, failure_words = null, attention = null, changed_at = $7
where store_id = vitrine.current_store() and id = $1
