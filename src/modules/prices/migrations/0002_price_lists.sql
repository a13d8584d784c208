-- Price lists beside the base prices, and what things cost before.

-- `includes_tax` of the base prices is the tax settings' matter. `valid_from` and `valid_until` are what a calendar or clock in the store shows
-- ("2026-03-31" or "2026-03-31T18:00"), both inclusive.
create table prices.price_lists (
    store_id uuid not null,
    id uuid not null,
    code text not null check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(code) <= 40 and code <> 'base'),
    name text not null check (length(name) between 1 and 120),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    includes_tax boolean not null,
    priority bigint not null default 0,
    customer_group text check (length(customer_group) between 1 and 60),
    channel text check (length(channel) between 1 and 60),
    valid_from text,
    valid_until text,
    factor_ppm bigint check (factor_ppm > 0),
    round_to_minor bigint not null default 1 check (round_to_minor > 0),
    is_active boolean not null default true,
    version bigint not null default 1 check (version > 0),
    updated_at timestamptz not null default now(),
    primary key (store_id, id),
    constraint one_list_a_code unique (store_id, code)
);
call vitrine.protect('prices.price_lists');

create table prices.list_prices (
    store_id uuid not null,
    list_id uuid not null,
    variant_id uuid not null,
    from_quantity bigint not null default 1 check (from_quantity between 1 and 9999),
    minor bigint not null check (minor >= 0),
    compare_at_minor bigint check (compare_at_minor > minor),
    since timestamptz not null default now(),
    primary key (store_id, list_id, variant_id, from_quantity),
    foreign key (store_id, list_id) references prices.price_lists on delete cascade
);
call vitrine.protect('prices.list_prices');

-- Every price that was replaced or taken away, with the time it was asked. `price_list` is 'base' or a list's code.
create table prices.history (
    store_id uuid not null,
    id bigint generated always as identity,
    variant_id uuid not null,
    currency text not null,
    price_list text not null,
    from_quantity bigint not null default 1,
    minor bigint not null check (minor >= 0),
    since timestamptz not null,
    until timestamptz not null default now(),
    primary key (store_id, variant_id, id),
    check (until >= since)
);
call vitrine.protect('prices.history', 'select, insert');

-- `lowest_minor`: the lowest price of the 30 days before the present one began (Directive 98/6/EC, article 6a); null: there was none before.
alter table prices.prices
    add column since timestamptz not null default now(),
    add column lowest_minor bigint check (lowest_minor >= 0);
update prices.prices set since = updated_at;
