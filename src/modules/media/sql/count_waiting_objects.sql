-- count_waiting_objects() -> one i64
select (select count(*) from media.objects where store_id = vitrine.current_store() and state <> 'stored')
     + (select count(*) from media.uploads where store_id = vitrine.current_store())
