-- summary(instant now) -> many SummaryRow
-- How many payments and how much money, by gateway, state and age.
select p.method as gateway, p.state,
       case when p.created_at > $1 - interval '1 hour' then 'hour'
            when p.created_at > $1 - interval '1 day' then 'day'
            when p.created_at > $1 - interval '7 days' then 'week'
            else 'older'
       end as age,
       p.currency, count(*) as count, sum(p.amount)::bigint as amount
from payments.payments p
where p.store_id = vitrine.current_store()
group by 1, 2, 3, 4
order by 1, 2, 3, 4
