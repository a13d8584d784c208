-- sites() -> many Site
-- With the store's strategy on each row: it is asked for where goods are chosen.
select w.id, w.priority, w.country, w.region, w.postal_code, w.is_closed, coalesce(s.strategy, 'priority') as strategy
from stock.warehouses w
left join stock.settings s on s.store_id = w.store_id
where w.store_id = vitrine.current_store()
order by w.priority, w.id
