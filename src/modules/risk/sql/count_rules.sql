-- count_rules() -> one i64
select count(*) as number from risk.rules where store_id = vitrine.current_store()
