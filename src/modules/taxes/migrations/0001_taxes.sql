-- A store's tax tables: settings, regions, zones, classes, rates with their validity, assignments and exemptions (shape taxes::Tables). They are
-- read as a whole, changed a few times a year and must fit together, so they are one document; what it was before stays in the history.
create schema taxes;

create table taxes.tables (
    store_id uuid not null,
    tables jsonb not null check (jsonb_typeof(tables) = 'object'),
    version bigint not null default 1 check (version > 0),
    updated_at timestamptz not null default now(),
    primary key (store_id)
);
call vitrine.protect('taxes.tables');

create table taxes.history (
    store_id uuid not null,
    version bigint not null,
    tables jsonb not null,
    replaced_at timestamptz not null default now(),
    replaced_by text not null default vitrine.current_actor(),
    primary key (store_id, version)
);
call vitrine.protect('taxes.history', 'select, insert');
