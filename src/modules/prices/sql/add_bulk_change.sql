-- add_bulk_change(uuid id, text key, bytes fingerprint, text actor, text reason, json request, json report, instant now) -> count
insert into prices.bulk_changes (store_id, id, key, fingerprint, actor, reason, request, report, changed_at)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7, $8)
