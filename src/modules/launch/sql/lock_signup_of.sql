-- lock_signup_of(text mailbox_key) -> maybe SignupRow
select id, mailbox, asked_at, confirmed_at, told_at
from launch.signups
where store_id = vitrine.current_store() and mailbox_key = $1
for update
