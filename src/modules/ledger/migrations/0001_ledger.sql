create schema ledger;

-- One event in the books. The same event cannot be posted twice.
create table ledger.postings (
    store_id uuid not null,
    id uuid not null,
    kind text not null check (kind <> ''),
    reference text not null check (reference <> ''),
    posted_at timestamptz not null default now(),
    actor text not null default vitrine.current_actor(),
    primary key (store_id, id),
    constraint posted_once unique (store_id, kind, reference)
);
call vitrine.protect('ledger.postings', 'select, insert');

-- Debits are positive, credits negative, in minor units. Never changed, never deleted: the runtime role may only insert.
create table ledger.lines (
    store_id uuid not null,
    posting uuid not null,
    position integer not null check (position > 0),
    account text not null check (account <> ''),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    minor bigint not null,
    primary key (store_id, posting, position),
    foreign key (store_id, posting) references ledger.postings
);
call vitrine.protect('ledger.lines', 'select, insert');
create index lines_by_account on ledger.lines (store_id, account, currency);

create function ledger.check_balance() returns trigger
    language plpgsql as $$
begin
    if exists (select from added group by store_id, posting, currency having sum(minor) <> 0) then
        raise exception 'a posting does not sum to zero' using errcode = 'check_violation', constraint = 'postings_sum_to_zero';
    end if;
    return null;
end $$;
create trigger postings_sum_to_zero after insert on ledger.lines
    referencing new table as added for each statement execute function ledger.check_balance();
