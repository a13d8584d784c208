-- label_of(ParcelId parcel) -> maybe LabelRow{text? label_url, bytes? label, text? label_type}
select label_url, label, label_type
from fulfilment.parcels
where store_id = vitrine.current_store() and id = $1
