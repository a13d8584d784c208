-- add_draft(DraftId id, json content, instant now) -> count
insert into orders.drafts (store_id, id, content, made_at, changed_at)
values (vitrine.current_store(), $1, $2, $3, $3)
