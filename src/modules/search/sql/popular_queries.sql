-- popular_queries(instant since, i64 least, i64 most) -> many PopularRow{text query, i64 searches}
-- Those that found something the last time they were made.
select q.query, sum(q.searches)::bigint as searches
from search.queries q
where q.store_id = vitrine.current_store() and q.day >= ($1 at time zone 'UTC')::date
group by q.query
having sum(q.searches) >= $2 and coalesce((array_agg(q.products order by q.day desc) filter (where q.products is not null))[1], 0) > 0
order by searches desc, q.query
limit $3
