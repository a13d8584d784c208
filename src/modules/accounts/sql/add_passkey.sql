-- add_passkey(PasskeyId id, uuid person, text host, bytes credential, bytes public_key, i64 counter, text name, bytes aaguid, text[] transports, bool may_sync, bool is_backed_up, instant now) -> count
insert into accounts.passkeys (store_id, id, person, host, credential, public_key, counter, name, aaguid, transports, may_sync, is_backed_up, made_at)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict do nothing
