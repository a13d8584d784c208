-- What was sold before there were warehouses was taken to have left. Which orders were still to be sent their own module knows: its migration says so here, and drops this.
create procedure vitrine.not_shipped(stores uuid[], order_refs text[])
    language plpgsql as $$
begin
    alter table stock.allocations no force row level security;
    update stock.allocations a
    set shipped = 0
    from unnest(stores, order_refs) as o (store_id, order_ref)
    where a.store_id = o.store_id and a.order_ref = o.order_ref;
    alter table stock.allocations force row level security;
end $$;
