-- add_events(ParcelId parcel, text[] key, instant[] at, text source, text[] code, text[] words, text[] place, text?[] standing, instant now) -> many text
-- Gives the keys of those that were not heard before.
insert into fulfilment.events (store_id, parcel, key, at, heard_at, source, code, words, place, standing)
select vitrine.current_store(), $1, n.key, n.at, $9, $4, n.code, n.words, n.place, n.standing
from unnest($2, $3, $5, $6, $7, $8) as n (key, at, code, words, place, standing)
on conflict (store_id, parcel, key) do nothing
returning key
