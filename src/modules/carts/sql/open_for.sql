-- open_for(CartId id, bytes token_hash, CustomerId customer) -> count
-- Nothing where the customer has a cart already; waits for one that another device opens at this moment.
with made as (
    insert into carts.carts (store_id, id, token_hash, customer, open_for)
    values (vitrine.current_store(), $1, $2, $3, $3)
    on conflict (store_id, open_for) where open_for is not null do nothing
    returning id
)
insert into carts.unfinished (store_id, cart)
select vitrine.current_store(), id from made
