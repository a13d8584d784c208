-- What waits in the inbox is worked by subject: one look at the gateway answers every message about one charge that came before it.
create index webhook_inbox_subjects on payments.webhook_inbox (store_id, gateway, coalesce(dispute, warning, reference, event)) where state = 'received';
