-- fetched(ProductId product) -> many FetchRow{text url, UploadId? upload_id, text fault}
select url, upload_id, fault
from media.fetches
where store_id = vitrine.current_store() and product_id = $1
