-- sweep_attempts(instant before) -> count
delete from accounts.attempts
where store_id = vitrine.current_store() and id in (
    select id from accounts.attempts where store_id = vitrine.current_store() and at < $1 order by at limit 500)
