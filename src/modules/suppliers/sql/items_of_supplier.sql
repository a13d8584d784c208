-- items_of_supplier(SupplierId supplier, ItemId after, i32 page) -> many ItemId
select distinct o.item_id
from suppliers.offers o
where o.store_id = vitrine.current_store() and o.supplier_id = $1 and o.is_listed and o.item_id > $2
order by o.item_id
limit $3::integer
