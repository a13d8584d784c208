-- Outgoing webhooks: where they go, what was sent, and how every attempt ended.
create schema outgoing;

-- Secrets are sealed under the process's master key; the one before holds beside it until `previous_until`. A circuit is open until `open_until`.
create table outgoing.endpoints (
    store_id uuid not null,
    id uuid not null,
    version bigint not null default 1 check (version > 0),
    url text not null check (url <> ''),
    description text not null,
    events text[] not null,
    state text not null check (state in ('enabled', 'paused')),
    secret bytea not null,
    previous_secret bytea,
    previous_until timestamptz,
    failures_in_row bigint not null default 0 check (failures_in_row >= 0),
    open_until timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    actor text not null default vitrine.current_actor(),
    primary key (store_id, id),
    check ((previous_secret is null) = (previous_until is null))
);
call vitrine.protect('outgoing.endpoints');

-- Who changed what about an endpoint, without its secrets. What is written stays.
create table outgoing.endpoint_changes (
    store_id uuid not null,
    endpoint uuid not null,
    version bigint not null,
    what text not null,
    url text not null,
    events text[] not null,
    state text not null,
    actor text not null default vitrine.current_actor(),
    at timestamptz not null default now(),
    primary key (store_id, endpoint, version, what)
);
call vitrine.protect('outgoing.endpoint_changes', 'select, insert');

-- One event on its way to one endpoint. The body is kept as it was signed. An event goes to an endpoint once; sending it again is a row of its own.
create table outgoing.deliveries (
    store_id uuid not null,
    id uuid not null,
    endpoint uuid not null,
    event uuid not null,
    event_name text not null,
    aggregate text not null,
    sequence bigint not null,
    body text not null,
    state text not null default 'pending' check (state in ('pending', 'delivered', 'failed', 'skipped')),
    attempts bigint not null default 0 check (attempts >= 0),
    replay_of uuid,
    created_at timestamptz not null,
    ended_at timestamptz,
    primary key (store_id, id)
);
call vitrine.protect('outgoing.deliveries', 'select, insert, update (state, attempts, ended_at)');
create unique index one_delivery_an_event_and_endpoint on outgoing.deliveries (store_id, endpoint, event) where replay_of is null;
create index deliveries_by_state on outgoing.deliveries (store_id, state, id);
create index deliveries_of_endpoint on outgoing.deliveries (store_id, endpoint, id);

create table outgoing.attempts (
    store_id uuid not null,
    delivery uuid not null,
    number bigint not null check (number > 0),
    at timestamptz not null,
    status bigint not null,
    took_ms bigint not null,
    error text not null,
    answer text not null,
    primary key (store_id, delivery, number)
);
call vitrine.protect('outgoing.attempts', 'select, insert');
