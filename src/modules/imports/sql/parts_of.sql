-- parts_of(ImportId run) -> many PartRow
select number, length(content)::bigint as bytes, encode(sha256, 'hex') as sha256
from imports.parts
where store_id = vitrine.current_store() and run_id = $1
order by number
