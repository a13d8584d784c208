-- offer_counts(SupplierId[] supplier) -> many OfferCounts{SupplierId supplier, i64 offers, i64 available, i64 best}
select o.supplier_id as supplier, count(*) as offers, count(*) filter (where o.quantity > 0) as available,
       count(*) filter (where i.best_supplier = o.supplier_id and i.best_code = o.code) as best
from suppliers.offers o
join suppliers.items i on i.store_id = o.store_id and i.id = o.item_id
where o.store_id = vitrine.current_store() and o.supplier_id = any ($1) and o.is_listed
group by o.supplier_id
