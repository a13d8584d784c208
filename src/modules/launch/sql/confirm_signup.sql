-- confirm_signup(SignupId id, instant now) -> count
update launch.signups
set confirmed_at = $2
where store_id = vitrine.current_store() and id = $1 and confirmed_at is null
