-- offers_of_item(ItemId item) -> many OfferView
select o.supplier_id as supplier, s.name as supplier_name, o.code, o.feed_id as feed, o.is_listed,
       coalesce(i.best_supplier = o.supplier_id and i.best_code = o.code, false) as is_best,
       o.quantity, o.cost_minor, o.cost_currency, o.price_minor, o.changed_at
from suppliers.offers o
join suppliers.suppliers s on s.store_id = o.store_id and s.id = o.supplier_id
join suppliers.items i on i.store_id = o.store_id and i.id = o.item_id
where o.store_id = vitrine.current_store() and o.item_id = $1
order by o.price_minor, s.priority, s.code, o.code
