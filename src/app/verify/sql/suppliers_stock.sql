-- suppliers_stock() -> many Offence
-- Of a piece that is on hold or sold, or that nobody offers any more, nothing more can be ordered.
select i.sku as subject, format('%s can be ordered, and it is %s with %s offers', l.on_hand - l.reserved, i.state, (select count(*) from suppliers.offers o where o.store_id = i.store_id and o.item_id = i.id and o.is_listed)) as detail
from suppliers.items i
join stock.levels l on l.store_id = i.store_id and l.variant = i.variant_id
where i.store_id = vitrine.current_store() and l.on_hand - l.reserved > 0 and i.published_quantity = 0
