-- forget_counts(instant before) -> count
delete from quality.counts
where store_id = vitrine.current_store() and at < $1
