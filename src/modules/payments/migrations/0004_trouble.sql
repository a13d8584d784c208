-- Until when money that was merely authorised can be taken. Set: it waits for a person or for the shipment.
alter table payments.payments add column capture_by timestamptz;
grant update (capture_by) on payments.payments to vitrine_app;

-- Messages about disputes, fraud warnings and reviews name them.
alter table payments.webhook_inbox
    add column dispute text,
    add column warning text;

-- Money that a buyer's bank wants back. What was disputed never changes; where it stands does. `booked` names the movements of money that are in the
-- ledger, by the gateway's ids; `withdrawn` is what they have taken from the shop, fees included.
create table payments.disputes (
    store_id uuid not null,
    id uuid not null,
    payment uuid not null,
    gateway text not null check (gateway <> ''),
    reference text not null check (reference <> ''),
    amount bigint not null check (amount > 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    opened_at timestamptz not null,
    state text not null check (state in ('needs_response', 'under_review', 'won', 'lost', 'closed')),
    is_inquiry boolean not null,
    reason text not null,
    status text not null,
    due_by timestamptz,
    booked text[] not null default '{}',
    withdrawn bigint not null default 0,
    withdrawn_currency text check (withdrawn_currency ~ '^[A-Z]{3}$'),
    answered_at timestamptz,
    changed_at timestamptz not null default now(),
    primary key (store_id, id),
    foreign key (store_id, payment) references payments.payments,
    constraint one_row_per_dispute unique (store_id, gateway, reference),
    constraint withdrawn_has_currency check (withdrawn = 0 or withdrawn_currency is not null)
);
call vitrine.protect('payments.disputes', 'select, insert, update (state, is_inquiry, reason, status, due_by, booked, withdrawn, withdrawn_currency, answered_at, changed_at)');
create index disputes_by_payment on payments.disputes (store_id, payment);

-- Why a payment waits for a person: an early fraud warning or a review of the gateway's, or proof (3-D Secure) that was asked for and did not come.
create table payments.fraud_warnings (
    store_id uuid not null,
    id uuid not null,
    payment uuid not null,
    gateway text not null check (gateway <> ''),
    reference text not null check (reference <> ''),
    kind text not null check (kind in ('fraud_warning', 'review', 'no_three_d_secure')),
    reason text not null,
    opened_at timestamptz not null,
    is_open boolean not null,
    closed_reason text,
    note text,
    decided_by text,
    closed_at timestamptz,
    primary key (store_id, id),
    foreign key (store_id, payment) references payments.payments,
    constraint one_row_per_warning unique (store_id, gateway, reference, kind),
    constraint closed_has_reason check (is_open = (closed_reason is null) and is_open = (closed_at is null))
);
call vitrine.protect('payments.fraud_warnings', 'select, insert, update (is_open, closed_reason, note, decided_by, closed_at)');
create index fraud_warnings_by_payment on payments.fraud_warnings (store_id, payment);
