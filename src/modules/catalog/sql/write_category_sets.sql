-- write_category_sets(CategoryId category, AttributeSetId[] set) -> count
with gone as (
    delete from catalog.category_sets
    where store_id = vitrine.current_store() and category_id = $1 and set_id <> all($2)
)
insert into catalog.category_sets (store_id, category_id, set_id)
select distinct vitrine.current_store(), $1, g.set_id
from unnest($2) as g (set_id)
on conflict do nothing
