-- orders_news() -> many Offence
-- The news of an order is written with it, once.
select coalesce(o.number, e.aggregate) as subject, format('%s pieces of news say it was placed', coalesce(e.told, 0)) as detail
from (select number, vitrine.id_text('ord', id) as aggregate from orders.orders where store_id = vitrine.current_store()) o
full join (select aggregate, count(*) as told from jobs.events where store_id = vitrine.current_store() and name = 'orders.placed' group by aggregate) e using (aggregate)
where o.number is null or coalesce(e.told, 0) <> 1
