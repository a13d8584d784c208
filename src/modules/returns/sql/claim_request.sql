-- claim_request(text key, bytes fingerprint, text answer) -> count
insert into returns.requests (store_id, key, fingerprint, answer)
values (vitrine.current_store(), $1, $2, $3)
