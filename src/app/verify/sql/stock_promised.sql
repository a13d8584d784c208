-- stock_promised() -> many Offence
select coalesce(l.variant, p.variant)::text as subject, format('promised %s, waiting promises sum to %s', coalesce(l.promised, 0), coalesce(p.waiting, 0)) as detail
from (select variant, promised from stock.levels where store_id = vitrine.current_store()) l
full join (select variant, sum(quantity) as waiting from stock.promises where store_id = vitrine.current_store() and state = 'waiting' group by variant) p using (variant)
where coalesce(l.promised, 0) <> coalesce(p.waiting, 0)
