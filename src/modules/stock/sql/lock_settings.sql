-- lock_settings() -> one i64
select version from stock.settings where store_id = vitrine.current_store() for update
