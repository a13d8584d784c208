create schema stores;

-- One row a store. `settings` is the shape stores::Store; what must be unique across stores stands in columns of its own.
create table stores.stores (
    store_id uuid primary key,
    slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    host text not null unique check (host = lower(host)),
    is_default boolean not null default false,
    settings jsonb not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
call vitrine.protect('stores.stores');
call vitrine.open_to_worker('stores.stores');
create unique index one_default_store on stores.stores (is_default) where is_default;

-- Keys of programs and staff. Only the SHA-256 of a key is kept.
create table stores.api_keys (
    store_id uuid not null references stores.stores,
    id uuid not null,
    name text not null check (length(name) between 1 and 120),
    hash bytea not null unique check (length(hash) = 32),
    permissions text[] not null,
    created_at timestamptz not null default now(),
    revoked_at timestamptz,
    primary key (store_id, id)
);
call vitrine.protect('stores.api_keys');
call vitrine.open_to_worker('stores.api_keys');
