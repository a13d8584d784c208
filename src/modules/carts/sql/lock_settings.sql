-- lock_settings() -> one i64
select version from carts.settings where store_id = vitrine.current_store() for update
