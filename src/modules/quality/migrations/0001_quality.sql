-- The quality gate: a store's rules, what they found of every product, what people have set aside, and how many fail over time.
create schema quality;

create table quality.policies (
    store_id uuid not null,
    is_on boolean not null,
    document jsonb not null,
    version bigint not null default 1 check (version > 0),
    updated_at timestamptz not null default now(),
    actor text not null default vitrine.current_actor(),
    primary key (store_id)
);
call vitrine.protect('quality.policies', 'select, insert, update');
call vitrine.open_to_worker('quality.policies');

-- Who changed the rules, and who set one aside for a product. What is written stays.
create table quality.changes (
    store_id uuid not null,
    id bigint generated always as identity,
    what text not null,
    subject text not null,
    said jsonb not null,
    actor text not null default vitrine.current_actor(),
    at timestamptz not null default now(),
    primary key (store_id, id)
);
call vitrine.protect('quality.changes', 'select, insert');

create table quality.verdicts (
    store_id uuid not null,
    product_id uuid not null,
    is_fit boolean not null,
    found jsonb not null check (jsonb_typeof(found) = 'array'),
    rules text[] not null,
    judged_at timestamptz not null,
    primary key (store_id, product_id)
);
call vitrine.protect('quality.verdicts');
create index verdicts_by_rule on quality.verdicts using gin (rules);
create index verdicts_that_hide on quality.verdicts (store_id, product_id) where not is_fit;

create table quality.overrides (
    store_id uuid not null,
    product_id uuid not null,
    rule text not null,
    reason text not null check (length(reason) between 3 and 500),
    expires_at timestamptz not null,
    actor text not null default vitrine.current_actor(),
    set_at timestamptz not null default now(),
    primary key (store_id, product_id, rule)
);
call vitrine.protect('quality.overrides');

create table quality.counts (
    store_id uuid not null,
    at timestamptz not null,
    rule text not null,
    failing bigint not null check (failing >= 0),
    hidden bigint not null check (hidden >= 0),
    primary key (store_id, at, rule)
);
call vitrine.protect('quality.counts', 'select, insert, delete');
