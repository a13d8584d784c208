-- move_kept(bytes owner, bytes new_owner) -> count
-- What both keep stays the new owner's, with the larger quantity: moved twice it is there once. Beyond 200 a list takes nothing.
with gone as (
    delete from carts.kept where store_id = vitrine.current_store() and owner = $1
    returning kind, variant, quantity, price, currency, kept_at
), numbered as (
    select g.kind, g.variant, g.quantity, g.price, g.currency, g.kept_at, row_number() over (partition by g.kind order by g.kept_at desc, g.variant)
           + (select count(*) from carts.kept o where o.store_id = vitrine.current_store() and o.owner = $2 and o.kind = g.kind) as place
    from gone g
)
insert into carts.kept as k (store_id, owner, kind, variant, quantity, price, currency, kept_at)
select vitrine.current_store(), $2, n.kind, n.variant, n.quantity, n.price, n.currency, n.kept_at
from numbered n
where n.place <= 200
on conflict (store_id, owner, kind, variant) do update set quantity = greatest(k.quantity, excluded.quantity)
