-- attributes() -> many AttributeRow
select code, name, kind, allowed, is_facet
from catalog.attributes
where store_id = vitrine.current_store()
order by position, code
