-- used_parts(UploadId upload_id) -> many PartRow
select at_byte, digest, size
from media.parts
where store_id = vitrine.current_store() and upload_id = $1 and is_used
order by at_byte
