-- save_order_api(SupplierId supplier, text url, bool is_on, bytes? secrets) -> one i64
-- Secrets that are not said stay.
insert into suppliers.order_apis as a (store_id, supplier_id, url, is_on, secrets)
values (vitrine.current_store(), $1, $2, $3, $4)
on conflict (store_id, supplier_id) do update
set url = excluded.url, is_on = excluded.is_on, secrets = coalesce(excluded.secrets, a.secrets), version = a.version + 1, updated_at = now(), actor = vitrine.current_actor()
returning version
