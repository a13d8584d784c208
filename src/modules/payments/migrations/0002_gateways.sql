-- Messages about refunds name the refund they speak of.
alter table payments.webhook_inbox add column claimed_refund text;

-- When the courier paid over what was taken at the door.
alter table payments.payments add column remitted_at timestamptz;
grant update (remitted_at) on payments.payments to vitrine_app;
