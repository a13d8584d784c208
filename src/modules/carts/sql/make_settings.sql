-- make_settings() -> count
insert into carts.settings (store_id) values (vitrine.current_store()) on conflict do nothing
