-- count_between(text[] kind, text[] key, instant[] since, instant[] until, text[] without) -> many i64
select (select count(*) from risk.marks m
        where m.store_id = vitrine.current_store() and m.kind = w.kind and m.key = w.key and m.at >= w.since and m.at <= w.until and m.subject <> w.without) as number
from unnest($1, $2, $3, $4, $5) with ordinality as w (kind, key, since, until, without, place)
order by w.place
