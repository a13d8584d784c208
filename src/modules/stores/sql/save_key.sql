-- save_key(ApiKeyId id, text name, bytes hash, text[] permissions) -> count
insert into stores.api_keys (store_id, id, name, hash, permissions)
values (vitrine.current_store(), $1, $2, $3, $4)
