-- add_person(uuid person, Kind kind, text email, text email_key, text name, text? password_hash, text[] roles) -> count
insert into accounts.people (store_id, id, kind, email, email_key, name, password_hash, roles)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7)
on conflict on constraint one_person_a_mailbox do nothing
