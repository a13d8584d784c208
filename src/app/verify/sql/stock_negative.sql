-- stock_negative() -> many Offence
select variant::text as subject, format('on hand %s, reserved %s, promised %s of %s', on_hand, reserved, promised, promise_limit) as detail
from stock.levels
where store_id = vitrine.current_store() and (on_hand < 0 or reserved < 0 or reserved > on_hand or promised < 0 or promised > promise_limit)
union all
select variant::text, format('on a shelf %s', on_hand)
from stock.shelves
where store_id = vitrine.current_store() and on_hand < 0
