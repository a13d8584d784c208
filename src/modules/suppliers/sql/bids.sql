-- bids(ItemId[] item) -> many OfferRow
select o.item_id as item, o.supplier_id as supplier, s.code as supplier_code, o.code, s.priority, o.quantity, o.price_minor, o.facts
from suppliers.offers o
join suppliers.suppliers s on s.store_id = o.store_id and s.id = o.supplier_id
where o.store_id = vitrine.current_store() and o.item_id = any ($1) and o.is_listed and s.state = 'active'
