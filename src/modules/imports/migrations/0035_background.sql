-- Imports that workers carry out: the file comes in parts, waits for a worker, is carried on by another when that one dies, and can be called off.
alter table imports.runs
    add column options jsonb not null default '{}',
    add column rows_read bigint not null default 0 check (rows_read >= 0),
    add column is_cancel_wanted boolean not null default false,
    drop constraint runs_state_check,
    add constraint runs_state_check check (state in ('uploading', 'queued', 'checking', 'checked', 'refused', 'applying', 'stopped', 'cancelled', 'applied'));

create table imports.parts (
    store_id uuid not null,
    run_id uuid not null,
    number integer not null check (number between 1 and 256),
    content bytea not null check (length(content) between 1 and 8388608),
    sha256 bytea not null check (length(sha256) = 32),
    put_at timestamptz not null default now(),
    primary key (store_id, run_id, number),
    foreign key (store_id, run_id) references imports.runs (store_id, id) on delete cascade
);
alter table imports.parts alter column content set storage external;
call vitrine.protect('imports.parts');
