-- What people ask of the store about their own data, and what became of it.
create schema privacy;

create table privacy.settings (
    store_id uuid primary key,
    settings jsonb not null,
    version bigint not null default 1 check (version > 0),
    actor text not null default vitrine.current_actor(),
    changed_at timestamptz not null default now()
);
call vitrine.protect('privacy.settings', 'select, insert, update');

-- A wish to have all data (copy) or to be forgotten (deletion), of a customer or of a mailbox without an account. The mailbox goes when it is done. `file` is sealed under the
-- process's master key and goes at `file_until`.
create table privacy.requests (
    store_id uuid not null,
    id uuid not null,
    kind text not null check (kind in ('copy', 'deletion')),
    state text not null default 'waiting' check (state in ('waiting', 'ready', 'done', 'withdrawn')),
    customer uuid,
    mailbox text,
    asked_by text not null default vitrine.current_actor(),
    asked_at timestamptz not null,
    due timestamptz not null,
    postponed bigint not null default 0 check (postponed >= 0),
    waits_for text[] not null default '{}',
    ended_at timestamptz,
    ended_by text,
    file bytea,
    file_bytes bigint,
    file_until timestamptz,
    primary key (store_id, id),
    constraint waiting_names_somebody check (state <> 'waiting' or mailbox is not null),
    constraint ended_by_somebody check ((ended_at is null) = (ended_by is null)),
    constraint files_are_exports check (file is null or (kind = 'copy' and state = 'ready' and file_until is not null))
);
call vitrine.protect('privacy.requests');
create unique index one_wish_at_a_time on privacy.requests (store_id, kind, mailbox) where state = 'waiting';
create index requests_of_customer on privacy.requests (store_id, customer, id desc) where customer is not null;
create index requests_by_id on privacy.requests (store_id, state, id desc);
create index requests_with_files on privacy.requests (store_id, file_until) where file is not null;

create function privacy.personal_refs(who vitrine.person) returns table (ref text, id uuid)
    language sql stable
    begin atomic
        select vitrine.id_text('prq', r.id), r.id from privacy.requests r where r.store_id = vitrine.current_store() and (r.customer = who.customer or r.mailbox = any (who.mailboxes));
    end;

create function privacy.personal_data(who vitrine.person) returns jsonb
    language sql stable
    begin atomic
        select jsonb_build_object('requests', (select jsonb_agg(to_jsonb(r)) from (select n.kind, n.state, n.asked_at, n.due, n.ended_at
                                                                                   from privacy.requests n where n.store_id = vitrine.current_store() and n.id = any (who.ids) order by n.asked_at) r));
    end;

-- What stays says that somebody was forgotten and when, not who.
create function privacy.erase_personal(who vitrine.person, stand_in text) returns bigint
    language plpgsql as $$
declare
    touched bigint;
begin
    update privacy.requests
    set file = null, mailbox = null, customer = null, asked_by = case when asked_by like 'cus\_%' then 'customer' else asked_by end,
        state = case when state = 'waiting' then 'withdrawn' else state end, ended_at = coalesce(ended_at, now()),
        ended_by = case when ended_by is null then 'erased' when ended_by like 'cus\_%' then 'customer' else ended_by end
    where store_id = vitrine.current_store() and id = any (who.ids);
    get diagnostics touched = row_count;
    return touched;
end $$;
