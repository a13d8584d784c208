-- attributes() -> many AttributeRow
select code, name, kind, allowed, is_facet, unit, is_searchable, is_sortable, is_required, version,
       exists (select from catalog.attribute_set_members m where m.store_id = a.store_id and m.code = a.code) as is_in_sets
from catalog.attributes a
where store_id = vitrine.current_store()
order by position, code
