-- note_step(ParcelId parcel, text key, text code, text words, text? state, instant now) -> count
insert into fulfilment.events (store_id, parcel, key, at, heard_at, source, code, words, place, state)
values (vitrine.current_store(), $1, $2, $6, $6, 'shop', $3, $4, '', $5)
on conflict (store_id, parcel, key) do nothing
