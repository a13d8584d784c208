-- Giving back what was paid for an order. Never more than its total, whoever asks at the same time: the order's row counts what was granted.
alter table orders.orders
    add column refunded bigint not null default 0,
    add constraint no_more_refunded_than_paid check (refunded between 0 and total);

-- What the way of paying cost the buyer: as prices are entered, and as it was paid.
alter table orders.orders
    add column fee bigint not null default 0 check (fee >= 0),
    add column fee_gross bigint not null default 0 check (fee_gross >= 0),
    add column fee_tax bigint not null default 0 check (fee_tax between 0 and fee_gross),
    drop constraint totals_add_up;
alter table orders.orders
    add constraint totals_add_up check (total = subtotal - discount + shipping + fee + (tax - tax_included) + rounding and total >= 0);

-- One giving back: what of the order (items), and by which ways (parts). amount = what the items were paid with + rounding + allowance, where an
-- allowance is money for no item in particular; the refund that closes the order takes earlier allowances back. A withdrawn one counts for nothing.
create table orders.refunds (
    store_id uuid not null,
    id uuid not null,
    order_id uuid not null,
    amount bigint not null check (amount > 0),
    rounding bigint not null default 0,
    allowance bigint not null default 0,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    destination text not null check (destination in ('original', 'store_credit')),
    reason text not null,
    key text not null check (length(key) between 1 and 255),
    fingerprint bytea not null check (length(fingerprint) = 32),
    actor text not null default vitrine.current_actor(),
    created_at timestamptz not null default now(),
    withdrawn_at timestamptz,
    withdrawn_by text,
    primary key (store_id, id),
    foreign key (store_id, order_id) references orders.orders,
    constraint one_refund_a_key unique (store_id, key),
    check ((withdrawn_at is null) = (withdrawn_by is null))
);
call vitrine.protect('orders.refunds', 'select, insert, update (withdrawn_at, withdrawn_by)');
create index refunds_by_order on orders.refunds (store_id, order_id, id);

create table orders.refund_items (
    store_id uuid not null,
    refund uuid not null,
    kind text not null check (kind in ('line', 'shipping', 'fee')),
    position bigint not null check ((kind = 'line') = (position > 0)),
    quantity bigint not null check (quantity > 0),
    gross bigint not null check (gross >= 0),
    tax bigint not null check (tax between 0 and gross),
    discount bigint not null check (discount >= 0),
    taxes jsonb not null,
    primary key (store_id, refund, kind, position),
    foreign key (store_id, refund) references orders.refunds
);
call vitrine.protect('orders.refund_items', 'select, insert');

create table orders.refund_parts (
    store_id uuid not null,
    refund uuid not null,
    position bigint not null check (position > 0),
    kind text not null check (kind in ('payment', 'tender', 'store_credit')),
    amount bigint not null check (amount > 0),
    payment_refund uuid,
    replaced boolean not null default false,
    primary key (store_id, refund, position),
    foreign key (store_id, refund) references orders.refunds,
    check ((kind = 'payment') = (payment_refund is not null))
);
call vitrine.protect('orders.refund_parts', 'select, insert, update (replaced)');
create unique index one_part_a_payment_refund on orders.refund_parts (store_id, payment_refund) where payment_refund is not null;
