-- What a signed message says was taken from the buyer: kept for gateways whose status inquiry names no amount.
alter table payments.webhook_inbox add column amount bigint check (amount >= 0), add column currency text check (currency ~ '^[A-Z]{3}$');
