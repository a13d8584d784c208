-- stock_reserved() -> many Offence
select coalesce(l.variant, r.variant)::text as subject,
       format('reserved %s, active reservations sum to %s', coalesce(l.reserved, 0), coalesce(r.held, 0)) as detail
from (select variant, reserved from stock.levels where store_id = vitrine.current_store()) l
full join (select variant, sum(quantity) as held from stock.reservations where store_id = vitrine.current_store() and state = 'active' group by variant) r
    using (variant)
where coalesce(l.reserved, 0) <> coalesce(r.held, 0)
