-- kept(bytes owner, text kind) -> many KeptRow{VariantId variant, i64 quantity, i64? price, text? currency, instant kept_at}
select variant, quantity, price, currency, kept_at
from carts.kept
where store_id = vitrine.current_store() and owner = $1 and kind = $2
order by kept_at desc, variant
limit 200
