-- How often the rules of a store changed, by part (prices, taxes, promotions). Processes hold rules in memory and compare these numbers with theirs:
-- the row is raised inside the editing transaction, so a number once seen stands for everything committed before it.
create table stores.rule_versions (
    store_id uuid not null,
    part text not null check (part in ('prices', 'taxes', 'promotions')),
    version bigint not null default 1 check (version > 0),
    changed_at timestamptz not null default now(),
    primary key (store_id, part)
) with (fillfactor = 50);
call vitrine.protect('stores.rule_versions');
call vitrine.open_to_worker('stores.rule_versions');
