-- add_suppression(Channel channel, text address, SuppressionReason reason, text detail) -> count
insert into notices.suppressions (store_id, channel, address, reason, detail)
values (vitrine.current_store(), $1, $2, $3, $4)
on conflict do nothing
