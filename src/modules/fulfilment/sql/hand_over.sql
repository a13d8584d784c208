-- hand_over(ParcelId parcel, text service, text awb, text? tracking_url, instant now) -> count
-- By hand: no courier of ours is asked for this parcel from now on.
update fulfilment.parcels
set courier = '', service = $2, awb = $3, tracking_url = $4, tries = 0, failure = null, failure_words = null, attention = null, changed_at = $5
where store_id = vitrine.current_store() and id = $1
