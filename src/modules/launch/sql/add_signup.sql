-- add_signup(SignupId id, text mailbox, text mailbox_key, instant now) -> count
-- The asking is in the past until it is done.
insert into launch.signups (store_id, id, mailbox, mailbox_key, made_at, asked_at)
values (vitrine.current_store(), $1, $2, $3, $4, timestamptz 'epoch')
on conflict (store_id, mailbox_key) do nothing
