-- Changes of many base prices at once: who made them, why, what was asked and what came of it. Written in the transaction that changed the prices.
create table prices.bulk_changes (
    store_id uuid not null,
    id uuid not null,
    key text not null check (length(key) between 1 and 255),
    fingerprint bytea not null check (length(fingerprint) = 32),
    actor text not null,
    reason text not null check (length(reason) between 3 and 200),
    request jsonb not null,
    report jsonb not null,
    changed_at timestamptz not null,
    primary key (store_id, id),
    constraint price_change_claimed_once unique (store_id, key)
);
call vitrine.protect('prices.bulk_changes', 'select, insert');
