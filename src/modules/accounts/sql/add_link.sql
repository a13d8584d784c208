-- add_link(LinkId id, Purpose purpose, Kind kind, uuid? person, text email, text? former_email, text name, text? password_hash, text[] roles, text inviter, text return_to, instant made_at, instant ends_at) -> count
insert into accounts.links (store_id, id, purpose, kind, person, email, former_email, name, password_hash, roles, inviter, return_to, made_at, ends_at)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
