-- lock_signup(SignupId id) -> maybe SignupRow
select id, mailbox, asked_at, confirmed_at, told_at
from launch.signups
where store_id = vitrine.current_store() and id = $1
for update
