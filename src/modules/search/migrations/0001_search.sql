-- What a store decides about its search, and what its shoppers searched for. The catalog itself is searched in memory.
create schema search;

-- `settings` is the shape search::SearchSettings.
create table search.settings (
    store_id uuid not null,
    version bigint not null check (version > 0),
    settings jsonb not null check (jsonb_typeof(settings) = 'object'),
    updated_by text not null,
    updated_at timestamptz not null,
    primary key (store_id)
);
call vitrine.protect('search.settings');

-- Searches by day, nothing of who made them. `products` is how many products the last of them found; null: not known yet.
create table search.queries (
    store_id uuid not null,
    day date not null,
    query text not null check (length(query) between 1 and 80),
    searches bigint not null check (searches >= 0),
    products bigint check (products >= 0),
    primary key (store_id, day, query)
);
call vitrine.protect('search.queries');
