-- by_waybill(text courier, text awb) -> maybe ParcelId
select id
from fulfilment.parcels
where store_id = vitrine.current_store() and courier = $1 and awb = $2
