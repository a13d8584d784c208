-- What a store accepts, looks at twice or refuses; what its rules said about every order; what people decided.
create schema risk;

create table risk.rules (
    store_id uuid not null,
    id uuid not null,
    version bigint not null default 1 check (version > 0),
    name text not null check (length(name) between 1 and 120),
    is_on boolean not null,
    priority bigint not null check (priority > 0),
    definition jsonb not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (store_id, id)
);
call vitrine.protect('risk.rules');

-- Every state a rule has been in, and who left it so. What is written stays.
create table risk.rule_versions (
    store_id uuid not null,
    rule uuid not null,
    version bigint not null check (version > 0),
    name text not null,
    definition jsonb not null,
    is_deleted boolean not null default false,
    actor text not null default vitrine.current_actor(),
    at timestamptz not null default now(),
    primary key (store_id, rule, version)
);
call vitrine.protect('risk.rule_versions', 'select, insert');

create table risk.settings (
    store_id uuid primary key,
    review_hours bigint not null check (review_hours between 1 and 720),
    on_expiry text not null check (on_expiry in ('approve', 'reject')),
    version bigint not null default 1 check (version > 0),
    actor text not null default vitrine.current_actor(),
    changed_at timestamptz not null default now()
);
call vitrine.protect('risk.settings', 'select, insert, update');

-- One row an order that was placed while the store had rules. The keys are those its marks stand under.
create table risk.assessments (
    store_id uuid not null,
    order_ref text not null check (order_ref <> ''),
    order_number text not null,
    placed_at timestamptz not null,
    facts jsonb not null,
    assessment jsonb not null,
    keys text[] not null,
    settled_at timestamptz,
    primary key (store_id, order_ref)
);
call vitrine.protect('risk.assessments', 'select, insert, update (facts, assessment, settled_at)');
create index assessments_by_time on risk.assessments (store_id, placed_at, order_ref);

-- What velocity is counted from: an order placed, a decline, an order paid and accepted, under the digest of what it shares with others.
create table risk.marks (
    store_id uuid not null,
    kind text not null check (kind in ('order', 'decline', 'paid')),
    key text not null,
    at timestamptz not null,
    subject text not null,
    primary key (store_id, kind, key, at, subject)
);
call vitrine.protect('risk.marks', 'select, insert');

-- An order on hold. What its rules said and what becomes of it when nobody decides is fixed when it is opened.
create table risk.reviews (
    store_id uuid not null,
    id uuid not null,
    order_ref text not null check (order_ref <> ''),
    order_number text not null,
    basis text not null check (basis in ('paid', 'promised')),
    total bigint not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    email text,
    state text not null default 'open' check (state in ('open', 'approved', 'rejected')),
    assessment jsonb not null,
    on_expiry text not null check (on_expiry in ('approve', 'reject')),
    opened_at timestamptz not null,
    expires_at timestamptz not null,
    decided_at timestamptz,
    decided_by text,
    reason text,
    primary key (store_id, id),
    constraint decided_by_somebody check ((state = 'open') = (decided_at is null) and (decided_at is null) = (decided_by is null) and (decided_at is null) = (reason is null))
);
call vitrine.protect('risk.reviews', 'select, insert, update (state, decided_at, decided_by, reason)');
create unique index one_open_review_an_order on risk.reviews (store_id, order_ref) where state = 'open';
create index reviews_by_id on risk.reviews (store_id, state, id);

-- Who decided what, when, why, and what the rules had said. What is written stays; one decision a review.
create table risk.decisions (
    store_id uuid not null,
    review uuid not null,
    verdict text not null check (verdict in ('approved', 'rejected')),
    actor text not null,
    reason text not null check (reason <> ''),
    assessment jsonb not null,
    at timestamptz not null,
    primary key (store_id, review),
    foreign key (store_id, review) references risk.reviews
);
call vitrine.protect('risk.decisions', 'select, insert');

-- Counts marks, other than those of one subject. Takes a lock on each of `lock_keys` first, in one order everywhere, so that who shares a key with another
-- transaction waits for it and sees what it has saved: each statement in here sees what was committed before it began.
create function risk.count_marks(lock_keys text[], kinds text[], mark_keys text[], sinces timestamptz[], without text) returns setof bigint
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
begin
    perform pg_advisory_xact_lock(hashtextextended(k.key, hashtextextended(me::text, 73)))
    from (select distinct w.key from unnest(lock_keys) as w (key) order by w.key) k;
    return query
    select (select count(*) from risk.marks m where m.store_id = me and m.kind = w.kind and m.key = w.key and m.at >= w.since and m.subject <> without)
    from unnest(kinds, mark_keys, sinces) with ordinality as w (kind, key, since, place)
    order by w.place;
end $$;
