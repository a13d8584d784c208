-- lock_tree() -> count
-- One edit of the tree at a time: two moves at once could make a circle that neither of them sees.
select pg_advisory_xact_lock(hashtext('catalog.tree'), hashtext(vitrine.current_store()::text))
