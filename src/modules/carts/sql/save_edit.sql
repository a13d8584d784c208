-- save_edit(CartId cart, text device, i64 number, text outcome, LineId line, VariantId variant, i64 quantity, bool is_changed) -> count
-- The cart is locked. Writes down that the device was heard, and its edit where it changes something; zero removes the line.
with heard as (
    insert into carts.devices as d (store_id, cart, device, number, outcome)
    values (vitrine.current_store(), $1, $2, $3, $4)
    on conflict (store_id, cart, device) do update set number = excluded.number, outcome = excluded.outcome, seen_at = now()
), put as (
    insert into carts.lines as l (store_id, cart, id, variant, quantity)
    select vitrine.current_store(), $1, $5, $6, $7
    where $8 and $7 > 0
    on conflict (store_id, cart, variant) do update set quantity = excluded.quantity
), removed as (
    delete from carts.lines l where l.store_id = vitrine.current_store() and l.cart = $1 and l.variant = $6 and $8 and $7 = 0
)
update carts.carts set version = version + 1, updated_at = now() where store_id = vitrine.current_store() and id = $1 and $8
