-- Which files were imported, what came of them, and what was wrong with them.
create schema imports;

-- A run that applies is 'applied' in the very transaction that wrote its products, so the state is the truth whatever happens to the program.
create table imports.runs (
    store_id uuid not null,
    id uuid not null,
    kind text not null check (kind in ('products', 'categories')),
    file_name text not null check (length(file_name) <= 255),
    is_dry_run boolean not null,
    state text not null check (state in ('checking', 'checked', 'refused', 'applied')),
    actor text not null,
    counts jsonb not null default '{}',
    started_at timestamptz not null,
    ended_at timestamptz,
    primary key (store_id, id),
    check (state <> 'applied' or not is_dry_run)
);
call vitrine.protect('imports.runs');

create table imports.faults (
    store_id uuid not null,
    run_id uuid not null,
    position integer not null,
    row_number bigint not null,
    column_name text not null,
    code text not null,
    text text not null,
    primary key (store_id, run_id, position),
    foreign key (store_id, run_id) references imports.runs (store_id, id) on delete cascade
);
call vitrine.protect('imports.faults', 'select, insert, delete');
