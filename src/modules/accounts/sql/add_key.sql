-- add_key(uuid id, bytes modulus, bytes exponent, bytes sealed, instant signs_from) -> count
insert into accounts.signing_keys (store_id, id, modulus, exponent, sealed, signs_from)
values (vitrine.current_store(), $1, $2, $3, $4, $5)
