-- claim_request(text key, bytes fingerprint, json answer, instant now) -> count
insert into catalog.requests (store_id, key, fingerprint, answer, claimed_at)
values (vitrine.current_store(), $1, $2, $3, $4)
