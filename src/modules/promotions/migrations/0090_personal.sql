-- What this module knows of a person, and how it forgets them (io/pg/migrations/0003_personal.sql). Uses of an offer stay counted, by nobody.
create function promotions.personal_data(who vitrine.person) returns jsonb
    language sql stable
    begin atomic
        select jsonb_build_object('offers_used', (select jsonb_agg(to_jsonb(c)) from (
            select n.order_ref, p.name, n.amount, n.currency, n.state, n.claimed_at
            from promotions.claims n left join promotions.promotions p on p.store_id = n.store_id and p.id = n.promotion
            where n.store_id = vitrine.current_store() and n.order_ref = any (who.refs) order by n.claimed_at) c));
    end;

create function promotions.erase_personal(who vitrine.person, stand_in text) returns bigint
    language plpgsql as $$
declare
    touched bigint;
begin
    update promotions.buyers set customer = stand_in where store_id = vitrine.current_store() and customer = any (who.keys);
    update promotions.claims set customer = stand_in where store_id = vitrine.current_store() and order_ref = any (who.refs);
    get diagnostics touched = row_count;
    return touched;
end $$;
