-- values_in_use(text code) -> many text
-- Deleted goods count: they may come back.
select p.attributes ->> $1 as value
from catalog.products p
where p.store_id = vitrine.current_store() and p.attributes ? $1
union
select v.attributes ->> $1
from catalog.variants v
where v.store_id = vitrine.current_store() and v.attributes ? $1
order by 1
