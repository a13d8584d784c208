-- What this module knows of a person, and how it forgets them (io/pg/migrations/0003_personal.sql).
create index carts_of_customer on carts.carts (store_id, customer) where customer is not null;
create index carts_of_mailbox on carts.carts (store_id, lower(email collate "C")) where email is not null;

-- The key of a customer's carts and lists, as owner.cpp makes it.
create function carts.customer_key(customer uuid) returns bytea
    language plpgsql immutable parallel safe as $$
declare
    key bytea := sha256(convert_to('cart of ' || vitrine.id_text('cus', customer), 'UTF8'));
begin
    for i in 0..31 loop
        key := set_byte(key, i, 255 - get_byte(key, i));
    end loop;
    return key;
end $$;

create function carts.owner_keys(who vitrine.person) returns setof bytea
    language sql stable
    begin atomic
        select carts.customer_key(who.customer) where who.customer is not null
        union
        select c.token_hash from carts.carts c where c.store_id = vitrine.current_store() and c.id = any (who.ids);
    end;

create function carts.personal_refs(who vitrine.person) returns table (ref text, id uuid)
    language sql stable
    begin atomic
        select vitrine.id_text('cart', c.id), c.id from carts.carts c
        where c.store_id = vitrine.current_store() and c.customer = who.customer
        union
        select vitrine.id_text('cart', c.id), c.id from carts.carts c
        where c.store_id = vitrine.current_store() and lower(c.email collate "C") = any (who.mailboxes);
    end;

create function carts.personal_words(who vitrine.person) returns setof text
    language sql stable
    begin atomic
        select c.email from carts.carts c where c.store_id = vitrine.current_store() and c.id = any (who.ids)
        union
        select w.word from carts.carts c, vitrine.address_words(c.shipping_address) as w (word) where c.store_id = vitrine.current_store() and c.id = any (who.ids)
        union
        select w.word from carts.carts c, vitrine.address_words(c.billing_address) as w (word) where c.store_id = vitrine.current_store() and c.id = any (who.ids);
    end;

create function carts.personal_data(who vitrine.person) returns jsonb
    language sql stable
    begin atomic
        select jsonb_build_object(
            'carts', (select jsonb_agg(to_jsonb(c)) from (select n.state, n.email, n.shipping_address, n.billing_address, n.shipping_option, n.currency, n.order_ref as became, n.created_at, n.updated_at,
                                                                 (select jsonb_agg(jsonb_build_object('variant', vitrine.id_text('var', l.variant), 'quantity', l.quantity))
                                                                  from carts.lines l where l.store_id = n.store_id and l.cart = n.id) as lines,
                                                                 (select jsonb_agg(jsonb_build_object('device', d.device, 'seen_at', d.seen_at))
                                                                  from carts.devices d where d.store_id = n.store_id and d.cart = n.id) as devices,
                                                                 (select jsonb_agg(jsonb_build_object('expires_at', r.expires_at, 'used_at', r.used_at))
                                                                  from carts.recoveries r where r.store_id = n.store_id and r.cart = n.id) as reminders
                                                          from carts.carts n where n.store_id = vitrine.current_store() and n.id = any (who.ids) order by n.created_at) c),
            'wishes_and_saved_items', (select jsonb_agg(to_jsonb(k)) from (select n.kind, vitrine.id_text('var', n.variant) as variant, n.quantity, n.price as price_minor, n.currency, n.kept_at
                                                                           from carts.kept n where n.store_id = vitrine.current_store() and n.owner in (select o.key from carts.owner_keys(who) as o (key))
                                                                           order by n.kept_at) k));
    end;

-- A cart that became an order stays as the place its order came from, with nobody's name on it.
create function carts.erase_personal(who vitrine.person, stand_in text) returns bigint
    language plpgsql as $$
declare
    touched bigint;
    total bigint := 0;
begin
    delete from carts.kept where store_id = vitrine.current_store() and owner in (select o.key from carts.owner_keys(who) as o (key));
    get diagnostics touched = row_count;
    total := touched;
    delete from carts.carts where store_id = vitrine.current_store() and id = any (who.ids) and state <> 'ordered';
    get diagnostics touched = row_count;
    total := total + touched;
    delete from carts.devices where store_id = vitrine.current_store() and cart = any (who.ids);
    update carts.carts set email = null, shipping_address = null, billing_address = null, offers = null, customer = null
    where store_id = vitrine.current_store() and id = any (who.ids);
    get diagnostics touched = row_count;
    return total + touched;
end $$;
