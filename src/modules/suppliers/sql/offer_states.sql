-- offer_states(SupplierId supplier, text[] code) -> many OfferState
select o.code, o.feed_id as feed, o.item_id as item, o.is_listed, o.hash, o.price_minor
from suppliers.offers o
where o.store_id = vitrine.current_store() and o.supplier_id = $1 and o.code = any ($2)
