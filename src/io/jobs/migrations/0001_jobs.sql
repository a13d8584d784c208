create schema jobs;

-- The log of all news, for good. `sequence` counts from 1 within an aggregate and follows the order of commits, because whoever publishes about an
-- aggregate holds that aggregate's row lock: the next one waits for the commit, then counts on. Publishing about one aggregate from two
-- transactions at once breaks the unique constraint, loudly. There is no number over all news: one that readers could page by would step over open transactions.
create table jobs.events (
    store_id uuid not null,
    id uuid not null,
    name text not null,
    aggregate text not null,
    sequence bigint not null check (sequence > 0),
    payload jsonb not null,
    actor text not null,
    request_id text not null,
    at timestamptz not null,
    primary key (store_id, id),
    constraint events_in_order unique (store_id, aggregate, sequence)
);
call vitrine.protect('jobs.events', 'select, insert');
call vitrine.open_to_worker('jobs.events');

-- One row per subscriber of a piece of news, and one per timer. A lane is all jobs of one store, kind and aggregate: they run one at a time in
-- order of `turn` (the event's sequence; of a timer the due time) and then `number`.
--   waiting  may be claimed when due, unless an earlier one of its lane is there
--   behind   was seen to stand behind another of its lane: out of the claim index until that one goes (see finish_promotes.sql)
--   claimed  runs under a lease
--   parked   failed too often; stands in its lane until somebody reruns or discards it
create table jobs.jobs (
    store_id uuid not null,
    id uuid not null,
    kind text not null,
    aggregate text not null,
    turn bigint not null,
    number bigint generated always as identity,
    payload jsonb not null,
    due timestamptz not null,
    state text not null default 'waiting' check (state in ('waiting', 'behind', 'claimed', 'parked')),
    once boolean not null default false,
    attempt int not null default 0 check (attempt >= 0),
    lease uuid,
    lease_until timestamptz,
    last_error text not null default '',
    parked_at timestamptz,
    request_id text not null,
    primary key (store_id, id),
    check ((state = 'claimed') = (lease is not null)),
    check ((lease is null) = (lease_until is null)),
    check ((state = 'parked') = (parked_at is not null))
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
call vitrine.protect('jobs.jobs');
call vitrine.open_to_worker('jobs.jobs', 'select, update, delete');

create index jobs_to_claim on jobs.jobs (due, number) where state = 'waiting';
create unique index jobs_in_lane on jobs.jobs (store_id, kind, aggregate, turn, number);
create index jobs_running on jobs.jobs (store_id, kind, aggregate) where state = 'claimed';
create index jobs_leased on jobs.jobs (lease_until) where state = 'claimed';
create index jobs_parked on jobs.jobs (store_id, parked_at, id) where state = 'parked';
create unique index jobs_only_once on jobs.jobs (store_id, kind, aggregate) where once;

-- Fails the transaction that finishes a job whose lease it no longer holds.
create function jobs.must_hold(held boolean) returns boolean
    language plpgsql as $$
begin
    if not held then
        raise exception 'the lease of this job was lost' using errcode = 'VJ001';
    end if;
    return true;
end $$;
