-- promises_of_variants(VariantId[] variant) -> many Promise
select p.variant, p.kind, p.expected_at, greatest(l.on_hand - l.reserved - l.promised - l.safety, 0) as in_stock
from stock.policies p
join stock.levels l on l.store_id = p.store_id and l.variant = p.variant
where p.store_id = vitrine.current_store() and p.variant = any ($1) and p.kind <> 'stock_only'
