-- count_endpoints() -> one i64
select count(*) as number from outgoing.endpoints where store_id = vitrine.current_store()
