-- forget_changes(instant before) -> count
delete from catalog.changes where noted_at < $1
