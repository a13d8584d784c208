-- save_store(StoreId store, text slug, text host, bool is_default, json settings) -> count
insert into stores.stores (store_id, slug, host, is_default, settings)
values ($1, $2, $3, $4, $5)
on conflict (store_id) do update
set slug = excluded.slug, host = excluded.host, is_default = excluded.is_default, settings = excluded.settings, updated_at = now()
where stores.settings <> excluded.settings or stores.host <> excluded.host or stores.is_default <> excluded.is_default
