-- A refusal says whether the code or its promotion is at its end: one code that is used up does not bar the promotion's other codes.
-- Claims uses for any number of orders, or ends the transaction with VP001 and what was refused. Locks are taken in one order everywhere: the
-- claims table, limits by promotion, codes by id, first-time buyers by name. Every step sees what was committed while the one before waited.
create or replace function promotions.claim(order_refs text[], order_customers text[], claim_orders text[], promotion_ids uuid[], coupon_ids uuid[], claim_customers text[],
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
            when p.state is distinct from 'active' then 'inactive'
            when l.uses + want.uses > l.uses_limit or l.spent + want.spent > l.budget and l.currency = want.currency then 'used_up'
            when want.customer_uses + (select count(*) from promotions.claims k where k.store_id = me and k.promotion = want.promotion
                                       and k.customer = want.customer and k.state = 'claimed') > l.customer_limit then 'used_by_you'
            when want.is_first and (select count(*) from promotions.buyers b where b.store_id = me and b.customer = want.customer) > 1 then 'first_order_only'
            end as of_promotion, case
            when want.coupon is not null and (c.id is null or c.is_void or c.promotion <> want.promotion) then 'inactive'
            when c.expires_at <= now() then 'expired'
            when c.uses + want.coupon_uses > c.uses_limit then 'used_up'
            when want.coupon_customer_uses + (select count(*) from promotions.claims k where k.store_id = me and k.promotion = want.promotion
                                              and k.customer = want.customer and k.coupon = want.coupon and k.state = 'claimed') > c.customer_limit then 'used_by_you'
            end as of_code
        from want
        left join promotions.promotions p on p.store_id = me and p.id = want.promotion
        left join promotions.limits l on l.store_id = me and l.promotion = want.promotion
        left join promotions.coupons c on c.store_id = me and c.id = want.coupon
    )
    select jsonb_agg(jsonb_build_object('order', j.order_ref, 'promotion', j.promotion, 'coupon', j.coupon, 'code', j.code, 'reason', coalesce(j.of_promotion, j.of_code),
                                        'is_of_code', j.of_promotion is null) order by j.order_ref, j.promotion)
    into refused from judged j where coalesce(j.of_promotion, j.of_code) is not null;
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
