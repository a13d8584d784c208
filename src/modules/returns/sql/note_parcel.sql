-- note_parcel(ReturnId id, fulfilment::ParcelId parcel, instant now) -> count
update returns.returns
set parcel = $2, attention = null, attention_words = null, version = version + 1, changed_at = $3
where store_id = vitrine.current_store() and id = $1
