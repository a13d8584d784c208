-- note_store_change() -> count
insert into catalog.changes (store_id, product_id)
values (vitrine.current_store(), null)
