-- add_identity(text provider, text subject, uuid person, text email) -> count
insert into accounts.identities (store_id, provider, subject, person, email)
values (vitrine.current_store(), $1, $2, $3, $4)
on conflict do nothing
