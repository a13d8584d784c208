-- log_queries(text[] query, i64[] searches, i64?[] products, instant at) -> count
insert into search.queries as q (store_id, day, query, searches, products)
select vitrine.current_store(), ($4 at time zone 'UTC')::date, g.query, g.searches, g.products
from unnest($1, $2, $3) as g (query, searches, products)
order by g.query
on conflict (store_id, day, query) do update
set searches = q.searches + excluded.searches, products = coalesce(excluded.products, q.products)
