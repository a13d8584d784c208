-- report_queries(bool only_without_result, instant since, i64 most) -> many SearchedQuery{text query, i64 searches, i64? products, text last_day}
select q.query, sum(q.searches)::bigint as searches, (array_agg(q.products order by q.day desc) filter (where q.products is not null))[1] as products,
       max(q.day)::text as last_day
from search.queries q
where q.store_id = vitrine.current_store() and q.day >= ($2 at time zone 'UTC')::date
group by q.query
having not $1 or (array_agg(q.products order by q.day desc) filter (where q.products is not null))[1] = 0
order by searches desc, q.query
limit $3
