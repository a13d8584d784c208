create schema payments;

-- One attempt to pay one order. What was agreed (order, method, amount) never changes: the runtime role may only move the state.
create table payments.payments (
    store_id uuid not null,
    id uuid not null,
    order_ref text not null check (order_ref <> ''),
    order_number text not null,
    attempt integer not null check (attempt > 0),
    method text not null check (method <> ''),
    amount bigint not null check (amount >= 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    email text not null,
    pay_by timestamptz not null,
    created_at timestamptz not null,
    state text not null default 'created'
        check (state in ('created', 'pending', 'authorized', 'succeeded', 'failed', 'cancelled', 'refunded')),
    failure text,
    changed_at timestamptz not null default now(),
    primary key (store_id, id),
    constraint one_payment_per_attempt unique (store_id, order_ref, attempt)
);
call vitrine.protect('payments.payments', 'select, insert, update (state, failure, changed_at)');
create index payments_by_state on payments.payments (store_id, state, id);

-- What the gateway calls it. One reference belongs to one payment for ever; a payment may have several when a key was forgotten by the gateway.
create table payments.provider_references (
    store_id uuid not null,
    gateway text not null check (gateway <> ''),
    reference text not null check (reference <> ''),
    payment uuid not null,
    recorded_at timestamptz not null default now(),
    primary key (store_id, gateway, reference),
    foreign key (store_id, payment) references payments.payments
);
call vitrine.protect('payments.provider_references', 'select, insert, update (recorded_at)');
create index provider_references_by_payment on payments.provider_references (store_id, payment);

-- Money that arrived, once per reference. `order`: it pays the order, at most one per order. `surplus`: it could not; it goes back or to a person.
-- `refunded` counts what refunds have given back or are about to; it is the guard against giving back too much.
create table payments.receipts (
    store_id uuid not null,
    payment uuid not null,
    reference text not null check (reference <> ''),
    order_ref text not null,
    use text not null check (use in ('order', 'surplus')),
    reason text,
    amount bigint not null check (amount > 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    refunded bigint not null default 0,
    note text,
    actor text not null default vitrine.current_actor(),
    received_at timestamptz not null default now(),
    primary key (store_id, payment, reference),
    foreign key (store_id, payment) references payments.payments,
    constraint refunds_within_receipt check (refunded between 0 and amount),
    constraint surplus_has_reason check ((use = 'surplus') = (reason is not null))
);
call vitrine.protect('payments.receipts', 'select, insert, update (refunded, use, reason)');
create unique index one_capture_per_order on payments.receipts (store_id, order_ref) where use = 'order';

create table payments.refunds (
    store_id uuid not null,
    id uuid not null,
    payment uuid not null,
    reference text not null,
    amount bigint not null check (amount > 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    reason text not null,
    actor text not null default vitrine.current_actor(),
    created_at timestamptz not null default now(),
    state text not null default 'created' check (state in ('created', 'pending', 'succeeded', 'failed')),
    provider_refund text,
    failure text,
    changed_at timestamptz not null default now(),
    primary key (store_id, id),
    foreign key (store_id, payment, reference) references payments.receipts
);
call vitrine.protect('payments.refunds', 'select, insert, update (state, provider_refund, failure, changed_at)');
create index refunds_by_receipt on payments.refunds (store_id, payment, reference);
create unique index one_refund_per_provider_refund on payments.refunds (store_id, provider_refund) where provider_refund is not null;

-- What gateways told us, as they told it, after the signature was found good. Deduplicated by the gateway's event id; worked by jobs.
create table payments.webhook_inbox (
    store_id uuid not null,
    gateway text not null check (gateway <> ''),
    event text not null check (event <> ''),
    kind text not null,
    reference text,
    claimed_payment text,
    headers jsonb not null,
    body bytea not null,
    received_at timestamptz not null,
    state text not null check (state in ('received', 'done', 'ignored', 'quarantined')),
    note text,
    worked_at timestamptz,
    primary key (store_id, gateway, event)
);
call vitrine.protect('payments.webhook_inbox', 'select, insert, update (state, note, worked_at)');
create index webhook_inbox_unfinished on payments.webhook_inbox (store_id, received_at) where state in ('received', 'quarantined');
