-- Money the store owes its customers: gift cards and store credit. A balance is what its movements sum to, and never below zero.
create schema tenders;

create table tenders.accounts (
    store_id uuid not null,
    id uuid not null,
    kind text not null check (kind in ('gift_card', 'store_credit')),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    balance bigint not null default 0 check (balance >= 0),
    state text not null default 'active' check (state in ('active', 'void')),
    version bigint not null default 1 check (version > 0),
    code_hash bytea check (length(code_hash) = 32),
    last_four text check (length(last_four) = 4),
    customer text check (customer <> ''),
    expires_at timestamptz,
    created_at timestamptz not null default now(),
    primary key (store_id, id),
    constraint one_card_a_code unique (store_id, code_hash),
    constraint one_credit_a_customer unique (store_id, customer, currency),
    check ((kind = 'gift_card') = (code_hash is not null and last_four is not null)),
    check ((kind = 'store_credit') = (customer is not null))
) with (fillfactor = 70);
call vitrine.protect('tenders.accounts', 'select, insert, update');

create table tenders.movements (
    store_id uuid not null,
    id bigint generated always as identity,
    account uuid not null,
    kind text not null check (kind in ('issued', 'adjusted', 'spent', 'returned', 'voided')),
    amount bigint not null check (amount <> 0 and (kind = 'adjusted' or (amount < 0) = (kind in ('spent', 'voided')))),
    order_ref text check ((order_ref is not null) = (kind in ('spent', 'returned'))),
    reason text not null default '',
    actor text not null default vitrine.current_actor(),
    moved_at timestamptz not null default now(),
    primary key (store_id, id),
    foreign key (store_id, account) references tenders.accounts
);
call vitrine.protect('tenders.movements', 'select, insert');
create index movements_of_account on tenders.movements (store_id, account, id);
create unique index spent_once_an_order on tenders.movements (store_id, order_ref, account) where kind = 'spent';
create index returned_to_order on tenders.movements (store_id, order_ref, account) where kind = 'returned';

-- Takes amounts for any number of orders, or ends the transaction with VT001 and what could not be taken. Accounts are locked in id order, and
-- the balances are read behind the locks.
create function tenders.spend(order_refs text[], account_ids uuid[], amounts bigint[], currencies text[]) returns bigint
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
    refused jsonb;
begin
    perform 1 from tenders.accounts where store_id = me and id = any (account_ids) order by id for update;
    select jsonb_agg(jsonb_build_object('order', w.order_ref, 'account', w.account, 'wanted', w.amount, 'available', case
                         when a.state = 'active' and a.currency = w.currency and coalesce(a.expires_at > now(), true) then a.balance else 0 end) order by w.order_ref, w.account)
    into refused
    from (select s.order_ref, s.account, s.amount, s.currency, sum(s.amount) over (partition by s.account) as together
          from unnest(order_refs, account_ids, amounts, currencies) as s (order_ref, account, amount, currency)) w
    left join tenders.accounts a on a.store_id = me and a.id = w.account
    where a.id is null or a.state <> 'active' or a.currency <> w.currency or a.expires_at <= now() or a.balance < w.together;
    if refused is not null then
        raise exception using errcode = 'VT001', message = refused::text;
    end if;
    update tenders.accounts a set balance = a.balance - t.amount, version = a.version + 1
    from (select s.account, sum(s.amount)::bigint as amount from unnest(account_ids, amounts) as s (account, amount) group by s.account) t
    where a.store_id = me and a.id = t.account;
    insert into tenders.movements (store_id, account, kind, amount, order_ref, reason)
    select me, s.account, 'spent', -s.amount, s.order_ref, 'order' from unnest(order_refs, account_ids, amounts) as s (order_ref, account, amount);
    return cardinality(order_refs);
end $$;

-- Returns to the accounts that paid for an order: at most `up_to` (null: all that is left there), to the last used account first.
-- What was returned before is not returned again.
create function tenders.give_back(order_reference text, up_to bigint, why text) returns table (account uuid, kind text, currency text, amount bigint)
    language plpgsql as $$
#variable_conflict use_column
declare
    me constant uuid := vitrine.current_store();
begin
    perform 1 from tenders.accounts a
    where a.store_id = me and a.id in (select m.account from tenders.movements m where m.store_id = me and m.order_ref = order_reference and m.kind = 'spent')
    order by a.id for update;
    return query
    with paid as (
        select s.account, max(s.id) as last_id, -sum(s.amount) as still
        from tenders.movements s
        where s.store_id = me and s.order_ref = order_reference and s.kind in ('spent', 'returned')
        group by s.account
    ), parts as (
        select p.account, greatest(0, least(p.still, coalesce(up_to, p.still) - coalesce(sum(p.still) over (order by p.last_id desc rows between unbounded preceding and 1 preceding), 0)))::bigint as part
        from paid p
        where p.still > 0
    ), raised as (
        update tenders.accounts a set balance = a.balance + parts.part, version = a.version + 1
        from parts
        where a.store_id = me and a.id = parts.account and parts.part > 0
        returning a.id, a.kind, a.currency, parts.part
    ), noted as (
        insert into tenders.movements (store_id, account, kind, amount, order_ref, reason)
        select me, r.id, 'returned', r.part, order_reference, why from raised r
    )
    select r.id, r.kind, r.currency, r.part from raised r order by r.id;
end $$;
