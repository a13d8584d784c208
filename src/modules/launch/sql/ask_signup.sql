-- ask_signup(SignupId id, instant now, instant before) -> count
update launch.signups
set asked_at = $2
where store_id = vitrine.current_store() and id = $1 and asked_at < $3
