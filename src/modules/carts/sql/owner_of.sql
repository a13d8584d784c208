-- owner_of(CartId id) -> maybe Owned{CartId id, text state, CustomerId? customer}
select id, state, customer from carts.carts where store_id = vitrine.current_store() and id = $1
