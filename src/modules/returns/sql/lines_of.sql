-- lines_of(ReturnId[] id) -> many LineRow{ReturnId return_id, i64 position, VariantId variant, text sku, text title, i64 quantity, VariantId? exchange_for, i64? sellable, i64? damaged, i64? refused, text note}
select return_id, position, variant, sku, title, quantity, exchange_for, sellable, damaged, refused, note
from returns.lines
where store_id = vitrine.current_store() and return_id = any ($1)
order by return_id, position
