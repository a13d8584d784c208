-- Goods that customers send back.
create schema returns;

-- What a store takes back: one document a store.
create table returns.policies (
    store_id uuid primary key,
    policy jsonb not null,
    version bigint not null default 1 check (version > 0),
    actor text not null default vitrine.current_actor(),
    changed_at timestamptz not null default now()
);
call vitrine.protect('returns.policies', 'select, insert, update');

-- The last number of a store's returns. Raised in the transaction that writes the return, so there is no gap.
create table returns.series (
    store_id uuid primary key,
    last bigint not null check (last > 1000)
);
call vitrine.protect('returns.series', 'select, insert, update (last)');

-- What was asked for and agreed never changes; where it stands does.
create table returns.returns (
    store_id uuid not null,
    id uuid not null,
    number text not null,
    order_id uuid not null,
    order_number text not null,
    wish text not null check (wish in ('refund', 'exchange')),
    destination text not null check (destination in ('original', 'store_credit')),
    reason text not null check (reason <> ''),
    reason_words text not null,
    words text not null,
    is_our_fault boolean not null,
    is_fetched boolean not null,
    terms jsonb not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    request_key text not null check (length(request_key) between 1 and 255),
    fingerprint bytea not null check (length(fingerprint) = 32),
    asked_by text not null default vitrine.current_actor(),
    asked_at timestamptz not null,
    state text not null default 'asked' check (state in ('asked', 'approved', 'rejected', 'in_transit', 'received', 'inspected', 'refunded', 'exchanged', 'closed', 'cancelled')),
    version bigint not null default 1 check (version > 0),
    decision text not null default '',
    parcel uuid,
    plan jsonb,
    amount bigint check (amount >= 0),
    withheld bigint check (withheld >= 0),
    credit bigint check (credit >= 0),
    refund text,
    replacement uuid,
    attention text,
    attention_words text,
    changed_at timestamptz not null,
    primary key (store_id, id),
    constraint one_return_a_number unique (store_id, number),
    constraint one_return_a_request unique (store_id, request_key),
    check ((attention is null) = (attention_words is null)),
    check (state <> 'refunded' or (amount is not null and refund is not null)),
    check (state <> 'exchanged' or replacement is not null)
);
call vitrine.protect('returns.returns', 'select, insert, update (state, version, wish, decision, parcel, plan, amount, withheld, credit, refund, replacement, attention, attention_words, changed_at)');
create index returns_of_order on returns.returns (store_id, order_id, id);
create index returns_by_state on returns.returns (store_id, state, id);
create index returns_that_wait on returns.returns (store_id, id) where attention is not null;
create unique index one_return_a_parcel on returns.returns (store_id, parcel) where parcel is not null;

-- What a person found in a line: back on the shelf, written off, not accepted; together what was announced.
create table returns.lines (
    store_id uuid not null,
    return_id uuid not null,
    position bigint not null check (position > 0),
    variant uuid not null,
    sku text not null,
    title text not null,
    quantity bigint not null check (quantity > 0),
    exchange_for uuid,
    sellable bigint check (sellable >= 0),
    damaged bigint check (damaged >= 0),
    refused bigint check (refused >= 0),
    note text not null default '',
    primary key (store_id, return_id, position),
    foreign key (store_id, return_id) references returns.returns,
    check ((sellable is null and damaged is null and refused is null) or sellable + damaged + refused = quantity)
);
call vitrine.protect('returns.lines', 'select, insert, update (sellable, damaged, refused, note)');

-- Everything that happened to a return, and who did it. Never changed.
create table returns.events (
    store_id uuid not null,
    return_id uuid not null,
    id uuid not null,
    at timestamptz not null,
    state text,
    words text not null,
    actor text not null default vitrine.current_actor(),
    primary key (store_id, return_id, id),
    foreign key (store_id, return_id) references returns.returns
);
call vitrine.protect('returns.events', 'select, insert');

-- What staff's requests were answered, by their keys, for a week.
create table returns.requests (
    store_id uuid not null,
    key text not null check (length(key) between 1 and 255),
    fingerprint bytea not null check (length(fingerprint) = 32),
    answer text not null,
    claimed_at timestamptz not null default now(),
    constraint return_request_claimed_once primary key (store_id, key)
);
call vitrine.protect('returns.requests', 'select, insert, delete');
create index requests_by_time on returns.requests (store_id, claimed_at);
