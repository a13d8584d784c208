-- events_of(ParcelId[] parcel) -> many EventRow{ParcelId parcel, instant at, text source, text code, text words, text place, text? standing, text? state, text actor}
select parcel, at, source, code, words, place, standing, state, actor
from fulfilment.events
where store_id = vitrine.current_store() and parcel = any ($1)
order by parcel, at, heard_at, key
