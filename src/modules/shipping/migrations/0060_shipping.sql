-- A store's zones and rates, and how its parcels go out (shape shipping::Tables). Read as a whole and changed a few times a year, so one document; what it was
-- before stays in the history.
create schema shipping;

create table shipping.tables (
    store_id uuid not null,
    tables jsonb not null check (jsonb_typeof(tables) = 'object'),
    version bigint not null default 1 check (version > 0),
    updated_at timestamptz not null default now(),
    primary key (store_id)
);
call vitrine.protect('shipping.tables');

create table shipping.history (
    store_id uuid not null,
    version bigint not null,
    tables jsonb not null,
    replaced_at timestamptz not null default now(),
    replaced_by text not null default vitrine.current_actor(),
    primary key (store_id, version)
);
call vitrine.protect('shipping.history', 'select, insert');

-- What couriers asked for a parcel of this weight and worth to this place, or the table's price where they did not answer in time: until it expires every process
-- charges the same, so that an order costs what its buyer saw.
create table shipping.courier_quotes (
    store_id uuid not null,
    key text not null check (key <> ''),
    price bigint not null check (price >= 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    days_least bigint not null,
    days_most bigint not null,
    is_fallback boolean not null,
    expires_at timestamptz not null,
    primary key (store_id, key)
);
call vitrine.protect('shipping.courier_quotes');
create index courier_quotes_by_expiry on shipping.courier_quotes (store_id, expires_at);
