-- stock_on_hand() -> many Offence
-- What is on hand is the sum of all movements; a movement without a level counts against zero.
select coalesce(l.variant, m.variant)::text as subject,
       format('on hand %s, movements sum to %s', coalesce(l.on_hand, 0), coalesce(m.moved, 0)) as detail
from (select variant, on_hand from stock.levels where store_id = vitrine.current_store()) l
full join (select variant, sum(change) as moved from stock.movements where store_id = vitrine.current_store() group by variant) m using (variant)
where coalesce(l.on_hand, 0) <> coalesce(m.moved, 0)
