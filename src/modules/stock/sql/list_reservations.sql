-- list_reservations(VariantId? variant, text? order_ref) -> many ReservationRow
select order_ref, variant, quantity, state, expires_at
from (select order_ref, variant, quantity, state, expires_at from stock.reservations
      where store_id = vitrine.current_store() and ($2::text is null or order_ref = $2) and ($1::uuid is null or variant = $1) and (state = 'active' or $2::text is not null)
      union all
      select order_ref, variant, quantity, state, expires_at from stock.promises
      where store_id = vitrine.current_store() and ($2::text is null or order_ref = $2) and ($1::uuid is null or variant = $1) and state = 'waiting') as held
order by expires_at, order_ref, variant
limit 200
