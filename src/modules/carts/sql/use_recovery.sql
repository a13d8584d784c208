-- use_recovery(bytes token_hash, instant at) -> maybe CartId
update carts.recoveries set used_at = $2
where store_id = vitrine.current_store() and token_hash = $1 and used_at is null and expires_at > $2
returning cart
