-- What staff do with stock: transfers between warehouses, counts, settings, lanes for sales that everybody wants.
create table stock.transfers (
    store_id uuid not null,
    id uuid not null,
    source uuid not null,
    target uuid not null check (target <> source),
    state text not null default 'requested' check (state in ('requested', 'sent', 'partial', 'received', 'cancelled')),
    note text not null default '' check (length(note) <= 500),
    requested_by text not null default vitrine.current_actor(),
    requested_at timestamptz not null,
    sent_at timestamptz,
    ended_at timestamptz,
    version bigint not null default 1,
    primary key (store_id, id),
    foreign key (store_id, source) references stock.warehouses,
    foreign key (store_id, target) references stock.warehouses
);
call vitrine.protect('stock.transfers');

create table stock.transfer_lines (
    store_id uuid not null,
    transfer uuid not null,
    variant uuid not null,
    quantity bigint not null check (quantity > 0),
    received bigint not null default 0 check (received >= 0),
    missing bigint not null default 0 check (missing >= 0),
    primary key (store_id, transfer, variant),
    constraint no_more_arrives_than_was_sent check (received + missing <= quantity),
    foreign key (store_id, transfer) references stock.transfers
);
call vitrine.protect('stock.transfer_lines');

-- `expected` is what should have stood there when the count was opened: unsold goods and those sold that have not left.
create table stock.counts (
    store_id uuid not null,
    id uuid not null,
    warehouse uuid not null,
    state text not null default 'open' check (state in ('open', 'posted', 'cancelled')),
    note text not null default '' check (length(note) <= 500),
    opened_by text not null default vitrine.current_actor(),
    opened_at timestamptz not null,
    ended_at timestamptz,
    version bigint not null default 1,
    primary key (store_id, id),
    foreign key (store_id, warehouse) references stock.warehouses
);
call vitrine.protect('stock.counts');

create table stock.count_lines (
    store_id uuid not null,
    count_id uuid not null,
    variant uuid not null,
    expected bigint not null check (expected >= 0),
    counted bigint check (counted >= 0),
    posted bigint,
    primary key (store_id, count_id, variant),
    foreign key (store_id, count_id) references stock.counts
);
call vitrine.protect('stock.count_lines');

create table stock.settings (
    store_id uuid not null primary key,
    strategy text not null default 'priority' check (strategy in ('priority', 'nearest', 'fewest_parcels')),
    guest_hold_minutes bigint check (guest_hold_minutes between 1 and 120),
    customer_hold_minutes bigint check (customer_hold_minutes between 1 and 120),
    version bigint not null default 1
);
call vitrine.protect('stock.settings');

-- Articles whose buyers stand in a queue before the database, from a moment until another.
create table stock.lanes (
    store_id uuid not null,
    variant uuid not null,
    opens_at timestamptz not null,
    closes_at timestamptz,
    opened_by text not null default vitrine.current_actor(),
    primary key (store_id, variant),
    foreign key (store_id, variant) references stock.levels on delete cascade
);
call vitrine.protect('stock.lanes');

-- Requests that must not happen twice: claimed in the transaction that does the work.
create table stock.requests (
    store_id uuid not null,
    key text not null check (length(key) between 1 and 255),
    fingerprint bytea not null check (length(fingerprint) = 32),
    answer text not null,
    claimed_at timestamptz not null default now(),
    constraint stock_request_claimed_once primary key (store_id, key)
);
call vitrine.protect('stock.requests');
create index requests_by_time on stock.requests (store_id, claimed_at);
