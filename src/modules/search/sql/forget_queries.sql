-- forget_queries(instant before) -> count
delete from search.queries where store_id = vitrine.current_store() and day < ($1 at time zone 'UTC')::date
