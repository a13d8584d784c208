-- keep_plan(ReturnId id, Wish wish, json? plan, instant now) -> count
update returns.returns
set wish = $2, plan = $3, changed_at = $4
where store_id = vitrine.current_store() and id = $1
