-- note_heard(ParcelId parcel, text status, text? tracking_url, instant? expected_at, bool sets_attention, text? attention, instant now) -> count
update fulfilment.parcels
set status = case when $2 = '' then status else $2 end, tracking_url = coalesce($3, tracking_url), expected_at = coalesce($4, expected_at),
    attention = case when $5 then $6 else attention end, changed_at = $7
where store_id = vitrine.current_store() and id = $1
