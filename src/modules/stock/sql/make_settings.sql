-- make_settings() -> count
insert into stock.settings (store_id, version) values (vitrine.current_store(), 0) on conflict do nothing
