-- Asked while carts are filled. A plan kept from when there were few buyers, or made for an address that most orders have, would read the whole table
-- for one that never ordered; so it always goes by the key.
create function promotions.has_ordered(wanted text) returns boolean
    language plpgsql stable set enable_seqscan = off as $$
begin
    return exists (select 1 from promotions.buyers b where b.store_id = vitrine.current_store() and b.customer = wanted);
end $$;
