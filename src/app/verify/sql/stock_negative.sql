-- stock_negative() -> many Offence
select variant::text as subject, format('on hand %s, reserved %s', on_hand, reserved) as detail
from stock.levels
where store_id = vitrine.current_store() and (on_hand < 0 or reserved < 0 or reserved > on_hand)
