-- Promotions as data, the codes that unlock them, and who used them for what.
create schema promotions;

create table promotions.promotions (
    store_id uuid not null,
    id uuid not null,
    state text not null default 'draft' check (state in ('draft', 'active', 'paused', 'ended')),
    version bigint not null default 1 check (version > 0),
    name text not null check (length(name) between 1 and 120),
    definition jsonb not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (store_id, id)
);
call vitrine.protect('promotions.promotions');

-- Only of promotions with a limit: uses and spent count what stands in claims. Narrow, because every order that claims locks it.
create table promotions.limits (
    store_id uuid not null,
    promotion uuid not null,
    uses_limit bigint check (uses_limit > 0),
    customer_limit bigint check (customer_limit > 0),
    budget bigint check (budget > 0),
    currency text check (currency ~ '^[A-Z]{3}$'),
    uses bigint not null default 0 check (uses >= 0),
    spent bigint not null default 0 check (spent >= 0),
    primary key (store_id, promotion),
    foreign key (store_id, promotion) references promotions.promotions on delete cascade,
    check ((budget is null) = (currency is null)),
    check (coalesce(uses_limit, customer_limit, budget) is not null)
) with (fillfactor = 50);
call vitrine.protect('promotions.limits');

create table promotions.batches (
    store_id uuid not null,
    id uuid not null,
    promotion uuid not null,
    name text not null check (length(name) between 1 and 120),
    size bigint not null check (size > 0),
    created_at timestamptz not null default now(),
    primary key (store_id, id),
    foreign key (store_id, promotion) references promotions.promotions on delete cascade
);
call vitrine.protect('promotions.batches');

-- The limits of a code never change: `uses` is counted from its first claim on.
create table promotions.coupons (
    store_id uuid not null,
    id uuid not null,
    promotion uuid not null,
    batch uuid,
    code text not null check (code ~ '^[A-Z0-9][A-Z0-9_-]{2,39}$'),
    uses_limit bigint check (uses_limit > 0),
    customer_limit bigint check (customer_limit > 0),
    uses bigint not null default 0 check (uses >= 0 and (uses_limit is null or uses <= uses_limit)),
    expires_at timestamptz,
    is_void boolean not null default false,
    created_at timestamptz not null default now(),
    primary key (store_id, id),
    constraint one_coupon_a_code unique (store_id, code),
    foreign key (store_id, promotion) references promotions.promotions on delete cascade,
    foreign key (store_id, batch) references promotions.batches
) with (fillfactor = 80);
call vitrine.protect('promotions.coupons');
create index coupons_of_promotion on promotions.coupons (store_id, promotion, id);

-- One use: a promotion counts once per order, whatever it did there. Taken in the order's transaction, returned when the order is cancelled.
create table promotions.claims (
    store_id uuid not null,
    order_ref text not null,
    promotion uuid not null,
    coupon uuid,
    customer text not null,
    amount bigint not null check (amount >= 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    state text not null default 'claimed' check (state in ('claimed', 'returned')),
    claimed_at timestamptz not null default now(),
    returned_at timestamptz,
    primary key (store_id, order_ref, promotion),
    check ((state = 'returned') = (returned_at is not null))
);
call vitrine.protect('promotions.claims', 'select, insert, update');
create index claims_of_customer on promotions.claims (store_id, promotion, customer) where state = 'claimed';

-- Who ordered, for promotions on first orders. A cancelled order is taken out.
create table promotions.buyers (
    store_id uuid not null,
    customer text not null,
    order_ref text not null,
    primary key (store_id, customer, order_ref)
);
call vitrine.protect('promotions.buyers', 'select, insert, delete');

create table promotions.settings (
    store_id uuid primary key,
    spread text not null default 'total' check (spread in ('total', 'line')),
    rounding text not null default 'half_up' check (rounding in ('half_up', 'half_even')),
    version bigint not null default 1 check (version > 0)
);
call vitrine.protect('promotions.settings', 'select, insert, update');

-- Claims uses for any number of orders, or ends the transaction with VP001 and what was refused. Locks are taken in one order everywhere: the
-- claims table, limits by promotion, codes by id, first-time buyers by name. Every step sees what was committed while the one before waited.
create function promotions.claim(order_refs text[], order_customers text[], claim_orders text[], promotion_ids uuid[], coupon_ids uuid[], claim_customers text[],
                                 amounts bigint[], currencies text[], is_first_only boolean[]) returns bigint
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
    refused jsonb;
begin
    insert into promotions.buyers (store_id, customer, order_ref)
    select me, b.customer, b.order_ref from unnest(order_customers, order_refs) as b (customer, order_ref) where b.customer <> '';
    if cardinality(claim_orders) = 0 then
        return 0;
    end if;
    lock table promotions.claims in row exclusive mode;
    perform 1 from promotions.limits where store_id = me and promotion = any (promotion_ids) order by promotion for update;
    perform 1 from promotions.coupons
    where store_id = me and id = any (coupon_ids) and coalesce(uses_limit, customer_limit) is not null order by id for update;
    perform pg_advisory_xact_lock(hashtextextended(f.customer, hashtextextended(me::text, 51)))
    from (select distinct w.customer from unnest(claim_customers, is_first_only) as w (customer, is_first) where w.is_first order by w.customer) f;

    with want as (
        select w.order_ref, w.promotion, w.coupon, w.customer, w.amount, w.currency, w.is_first,
               count(*) over (partition by w.promotion) as uses,
               count(*) over (partition by w.promotion, w.customer) as customer_uses,
               count(*) over (partition by w.coupon) as coupon_uses,
               count(*) over (partition by w.coupon, w.customer) as coupon_customer_uses,
               sum(w.amount) over (partition by w.promotion, w.currency) as spent
        from unnest(claim_orders, promotion_ids, coupon_ids, claim_customers, amounts, currencies, is_first_only)
            as w (order_ref, promotion, coupon, customer, amount, currency, is_first)
    ), judged as (
        select want.order_ref, want.promotion, want.coupon, c.code, case
            when p.state is distinct from 'active' or (want.coupon is not null and (c.id is null or c.is_void or c.promotion <> want.promotion)) then 'inactive'
            when c.expires_at <= now() then 'expired'
            when l.uses + want.uses > l.uses_limit or l.spent + want.spent > l.budget and l.currency = want.currency
                or c.uses + want.coupon_uses > c.uses_limit then 'used_up'
            when want.customer_uses + (select count(*) from promotions.claims k where k.store_id = me and k.promotion = want.promotion
                                       and k.customer = want.customer and k.state = 'claimed') > l.customer_limit
                or want.coupon_customer_uses + (select count(*) from promotions.claims k where k.store_id = me and k.promotion = want.promotion
                                                and k.customer = want.customer and k.coupon = want.coupon and k.state = 'claimed') > c.customer_limit then 'used_by_you'
            when want.is_first and (select count(*) from promotions.buyers b where b.store_id = me and b.customer = want.customer) > 1 then 'first_order_only'
            end as reason
        from want
        left join promotions.promotions p on p.store_id = me and p.id = want.promotion
        left join promotions.limits l on l.store_id = me and l.promotion = want.promotion
        left join promotions.coupons c on c.store_id = me and c.id = want.coupon
    )
    select jsonb_agg(jsonb_build_object('order', j.order_ref, 'promotion', j.promotion, 'coupon', j.coupon, 'code', j.code, 'reason', j.reason) order by j.order_ref, j.promotion)
    into refused from judged j where j.reason is not null;
    if refused is not null then
        raise exception using errcode = 'VP001', message = refused::text;
    end if;

    with want as (
        select w.promotion, w.coupon, w.amount, w.currency
        from unnest(promotion_ids, coupon_ids, amounts, currencies) as w (promotion, coupon, amount, currency)
    ), coded as (
        update promotions.coupons c set uses = c.uses + u.uses
        from (select want.coupon, count(*) as uses from want where want.coupon is not null group by want.coupon) u
        where c.store_id = me and c.id = u.coupon and coalesce(c.uses_limit, c.customer_limit) is not null
    )
    update promotions.limits l set uses = l.uses + u.uses, spent = l.spent + u.spent
    from (select l2.promotion, count(*) as uses, coalesce(sum(want.amount) filter (where want.currency = l2.currency), 0) as spent
          from want join promotions.limits l2 on l2.store_id = me and l2.promotion = want.promotion group by l2.promotion) u
    where l.store_id = me and l.promotion = u.promotion;

    insert into promotions.claims (store_id, order_ref, promotion, coupon, customer, amount, currency)
    select me, w.order_ref, w.promotion, w.coupon, w.customer, w.amount, w.currency
    from unnest(claim_orders, promotion_ids, coupon_ids, claim_customers, amounts, currencies) as w (order_ref, promotion, coupon, customer, amount, currency);
    return cardinality(claim_orders);
end $$;

-- Returns what these orders claimed, once: what is returned already stays as it is. Gives whether a promotion that was used up can be used again.
create function promotions.give_back(order_refs text[], order_customers text[]) returns boolean
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
    is_open_again boolean;
begin
    delete from promotions.buyers b using unnest(order_customers, order_refs) as o (customer, order_ref)
    where b.store_id = me and b.customer = o.customer and b.order_ref = o.order_ref;
    lock table promotions.claims in row exclusive mode;
    perform 1 from promotions.limits l
    where l.store_id = me and l.promotion in (select k.promotion from promotions.claims k where k.store_id = me and k.order_ref = any (order_refs) and k.state = 'claimed')
    order by l.promotion for update;
    perform 1 from promotions.coupons c
    where c.store_id = me and coalesce(c.uses_limit, c.customer_limit) is not null
        and c.id in (select k.coupon from promotions.claims k where k.store_id = me and k.order_ref = any (order_refs) and k.state = 'claimed')
    order by c.id for update;

    with gone as (
        update promotions.claims k set state = 'returned', returned_at = now()
        where k.store_id = me and k.order_ref = any (order_refs) and k.state = 'claimed'
        returning k.promotion, k.coupon, k.amount, k.currency
    ), coded as (
        update promotions.coupons c set uses = c.uses - u.uses
        from (select gone.coupon, count(*) as uses from gone where gone.coupon is not null group by gone.coupon) u
        where c.store_id = me and c.id = u.coupon and coalesce(c.uses_limit, c.customer_limit) is not null
    ), lowered as (
        update promotions.limits l set uses = l.uses - u.uses, spent = l.spent - u.spent
        from (select l2.promotion, count(*) as uses, coalesce(sum(gone.amount) filter (where gone.currency = l2.currency), 0) as spent
              from gone join promotions.limits l2 on l2.store_id = me and l2.promotion = gone.promotion group by l2.promotion) u
        where l.store_id = me and l.promotion = u.promotion
        returning l.uses_limit is not null or l.budget is not null as counts
    )
    select coalesce(bool_or(lowered.counts), false) into is_open_again from lowered;
    return is_open_again;
end $$;

-- Sets or takes away a promotion's limits. Waits for claims under way, so that the counters begin at what stands in claims.
create function promotions.set_limits(promotion_id uuid, most_uses bigint, most_per_customer bigint, most_spent bigint, money text) returns void
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
begin
    lock table promotions.claims in share row exclusive mode;
    delete from promotions.limits l where l.store_id = me and l.promotion = promotion_id;
    if coalesce(most_uses, most_per_customer, most_spent) is null then
        return;
    end if;
    insert into promotions.limits (store_id, promotion, uses_limit, customer_limit, budget, currency, uses, spent)
    select me, promotion_id, most_uses, most_per_customer, most_spent, money,
           count(k.order_ref), coalesce(sum(k.amount) filter (where k.currency = money), 0)
    from (select 1) as one left join promotions.claims k on k.store_id = me and k.promotion = promotion_id and k.state = 'claimed';
end $$;
