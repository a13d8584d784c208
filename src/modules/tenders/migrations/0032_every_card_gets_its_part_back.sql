-- An order paid by several cards that is given back whole gives every one of them its part, not only the last one used.
-- Returns to the accounts that paid for an order: at most `up_to` (null: all that is left there), to the last used account first.
-- What was returned before is not returned again.
create or replace function tenders.give_back(order_reference text, up_to bigint, why text) returns table (account uuid, kind text, currency text, amount bigint)
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
        select p.account, case when up_to is null then p.still
                               else greatest(0, least(p.still, up_to - coalesce(sum(p.still) over (order by p.last_id desc rows between unbounded preceding and 1 preceding), 0)))
                          end::bigint as part
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
