-- add_refresh_token(uuid id, SessionId session, uuid? parent, instant issued_at) -> count
insert into accounts.refresh_tokens (store_id, id, session, parent, issued_at)
values (vitrine.current_store(), $1, $2, $3, $4)
