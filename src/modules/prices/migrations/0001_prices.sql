-- What variants cost. `price_list` leaves room for lists by customer group; 'base' is what everybody pays.
create schema prices;

create table prices.prices (
    store_id uuid not null,
    variant_id uuid not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    price_list text not null default 'base' check (length(price_list) between 1 and 40),
    minor bigint not null check (minor >= 0),
    compare_at_minor bigint check (compare_at_minor > minor),
    updated_at timestamptz not null default now(),
    primary key (store_id, variant_id, currency, price_list)
);
call vitrine.protect('prices.prices');
