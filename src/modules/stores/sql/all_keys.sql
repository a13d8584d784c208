-- all_keys() -> many KeyRow{StoreId store_id, ApiKeyId id, text name, bytes hash, text[] permissions}
select store_id, id, name, hash, permissions
from stores.api_keys
where revoked_at is null
