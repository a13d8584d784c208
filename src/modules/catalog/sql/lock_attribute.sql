-- lock_attribute(text code) -> maybe LockedAttribute{text code, text name, text kind, text[] allowed, text? unit, bool is_facet, bool is_searchable, bool is_sortable, bool is_required, i32 position, i64 version}
select code, name, kind, allowed, unit, is_facet, is_searchable, is_sortable, is_required, position, version
from catalog.attributes
where store_id = vitrine.current_store() and code = $1
for update
