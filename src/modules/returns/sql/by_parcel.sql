-- by_parcel(fulfilment::ParcelId parcel) -> maybe ReturnId
select id
from returns.returns
where store_id = vitrine.current_store() and parcel = $1
