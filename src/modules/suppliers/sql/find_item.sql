-- find_item(ItemId id) -> maybe ItemRow
select i.id, i.identity, i.slug, i.sku, i.state, i.held_until, i.hold_reason, i.sold_to, i.product_id as product, i.variant_id as variant, i.best_supplier, i.best_code, i.published_quantity, i.version
from suppliers.items i
where i.store_id = vitrine.current_store() and i.id = $1
