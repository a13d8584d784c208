-- save_tables(json tables) -> one i64
with replaced as (
    insert into shipping.history (store_id, version, tables)
    select store_id, version, tables from shipping.tables where store_id = vitrine.current_store()
    on conflict do nothing
)
insert into shipping.tables as t (store_id, tables)
values (vitrine.current_store(), $1)
on conflict (store_id) do update set tables = excluded.tables, version = t.version + 1, updated_at = now()
returning version
