-- product_ranges(i32 parts) -> many ProductRange
select min(part.id::text)::uuid as first, max(part.id::text)::uuid as last
from (select p.id, ntile($1) over (order by p.id) as number
      from catalog.products p
      where p.store_id = vitrine.current_store() and p.is_live) as part
group by part.number
order by 1
