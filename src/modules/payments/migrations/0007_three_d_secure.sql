-- The shop's rules asked for 3-D Secure when the order was placed: the gateway is told with the charge.
alter table payments.payments add column requires_3ds boolean not null default false;
