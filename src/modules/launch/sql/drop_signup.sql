-- drop_signup(SignupId id) -> count
delete from launch.signups
where store_id = vitrine.current_store() and id = $1
