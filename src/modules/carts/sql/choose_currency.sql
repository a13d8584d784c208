-- choose_currency(CartId id, bytes token_hash, Currency currency, i64? version) -> maybe i64
update carts.carts
set version = version + 1, updated_at = now(), currency = $3
where store_id = vitrine.current_store() and id = $1 and $2 in (token_hash, other_hash) and state = 'active' and ($4 is null or version = $4)
returning version
