-- What this module knows of a person, and how it forgets them (io/pg/migrations/0003_personal.sql). That a parcel went its way stays; to whom it went does not.
create function fulfilment.personal_refs(who vitrine.person) returns table (ref text, id uuid)
    language sql stable
    begin atomic
        select vitrine.id_text('shp', p.id), p.id from fulfilment.parcels p where p.store_id = vitrine.current_store() and p.order_id = any (who.ids);
    end;

create function fulfilment.personal_words(who vitrine.person) returns setof text
    language sql stable
    begin atomic
        select w.word from fulfilment.parcels p, vitrine.address_words(p.contents -> 'customer') as w (word) where p.store_id = vitrine.current_store() and p.id = any (who.ids);
    end;

create function fulfilment.personal_bounds(who vitrine.person) returns table (code text, what text)
    language sql stable
    begin atomic
        select 'parcel_open', p.order_number from fulfilment.parcels p
        where p.store_id = vitrine.current_store() and p.id = any (who.ids) and p.state not in ('delivered', 'returned', 'lost', 'cancelled');
    end;

create function fulfilment.personal_data(who vitrine.person) returns jsonb
    language sql stable
    begin atomic
        select jsonb_build_object('parcels', (select jsonb_agg(to_jsonb(p)) from (
            select n.order_number, n.position, n.is_return, n.courier, n.awb, n.service, n.contents, n.state, n.created_at, n.since, n.tracking_url,
                   (select jsonb_agg(to_jsonb(e)) from (select m.at, m.words, m.place, m.standing from fulfilment.events m where m.store_id = n.store_id and m.parcel = n.id order by m.at) e) as events
            from fulfilment.parcels n where n.store_id = vitrine.current_store() and n.id = any (who.ids) order by n.created_at) p));
    end;

create function fulfilment.erase_personal(who vitrine.person, stand_in text) returns bigint
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
    touched bigint;
begin
    update fulfilment.messages m set body = '', words = vitrine.redact(m.words, who.words, stand_in), note = vitrine.redact(m.note, who.words, stand_in)
    from fulfilment.parcels p
    where m.store_id = me and p.store_id = me and p.id = any (who.ids) and p.awb <> '' and m.courier = p.courier and m.awb = p.awb;
    update fulfilment.events set words = vitrine.redact(words, who.words, stand_in), place = vitrine.redact(place, who.words, stand_in) where store_id = me and parcel = any (who.ids);
    update fulfilment.parcels
    set contents = vitrine.redact_json(contents, who.words, stand_in), label = null, label_type = null, label_url = null, tracking_url = null, pickup_token = null,
        status = vitrine.redact(status, who.words, stand_in), failure_words = vitrine.redact(failure_words, who.words, stand_in), attention = vitrine.redact(attention, who.words, stand_in)
    where store_id = me and id = any (who.ids);
    get diagnostics touched = row_count;
    return touched;
end $$;
