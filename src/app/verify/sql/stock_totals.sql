-- stock_totals() -> many Offence
-- What orders see of an article is the sum of its shelves.
select coalesce(l.variant, s.variant)::text as subject, format('on hand %s, on shelves %s', coalesce(l.on_hand, 0), coalesce(s.on_hand, 0)) as detail
from (select variant, on_hand from stock.levels where store_id = vitrine.current_store()) l
full join (select variant, sum(on_hand) as on_hand from stock.shelves where store_id = vitrine.current_store() group by variant) s using (variant)
where coalesce(l.on_hand, 0) <> coalesce(s.on_hand, 0)
