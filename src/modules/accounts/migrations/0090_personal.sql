-- What this module knows of a person, and how it forgets them (io/pg/migrations/0003_personal.sql). The row of the person stays, blocked and without a name: whoever still holds a
-- cookie of theirs is kept out as ever.
create function accounts.personal_refs(who vitrine.person) returns table (ref text, id uuid)
    language sql stable
    begin atomic
        select vitrine.id_text('cus', p.id), p.id from accounts.people p where p.store_id = vitrine.current_store() and p.kind = 'customer' and p.id = who.customer
        union all
        select vitrine.id_text('ses', s.id), s.id from accounts.sessions s where s.store_id = vitrine.current_store() and s.kind = 'customer' and s.person = who.customer
        union all
        select vitrine.id_text('lnk', l.id), l.id from accounts.links l
        where l.store_id = vitrine.current_store() and l.kind = 'customer' and (l.person = who.customer or lower(l.email collate "C") = any (who.mailboxes));
    end;

create function accounts.personal_words(who vitrine.person) returns setof text
    language sql stable
    begin atomic
        select w.word from accounts.people p, unnest(array[p.email, p.name]) as w (word) where p.store_id = vitrine.current_store() and p.kind = 'customer' and p.id = who.customer
        union
        select s.network from accounts.sessions s where s.store_id = vitrine.current_store() and s.kind = 'customer' and s.person = who.customer
        union
        select split_part(s.network, '/', 1) from accounts.sessions s where s.store_id = vitrine.current_store() and s.kind = 'customer' and s.person = who.customer
        union
        select w.word from accounts.links l, unnest(array[l.email, l.former_email, l.name]) as w (word) where l.store_id = vitrine.current_store() and l.id = any (who.ids)
        union
        select w.word from accounts.addresses a, vitrine.address_words(a.address) as w (word) where a.store_id = vitrine.current_store() and a.person = who.customer
        union
        select i.email from accounts.identities i where i.store_id = vitrine.current_store() and i.person = who.customer;
    end;

create function accounts.personal_data(who vitrine.person) returns jsonb
    language sql stable
    begin atomic
        select jsonb_build_object(
            'account', (select to_jsonb(p) from (select n.email, n.name, n.created_at, n.signed_in_at, n.password_hash is not null as has_password, n.totp_since as second_factor_since
                                                 from accounts.people n where n.store_id = vitrine.current_store() and n.kind = 'customer' and n.id = who.customer) p),
            'sessions', (select jsonb_agg(to_jsonb(s)) from (select n.agent as device, n.network, n.how, n.opened_at, n.seen_at, n.ends_at, n.ended_at, n.why as ended_because
                                                             from accounts.sessions n where n.store_id = vitrine.current_store() and n.kind = 'customer' and n.person = who.customer order by n.opened_at) s),
            'addresses', (select jsonb_agg(to_jsonb(a)) from (select n.address, n.is_default, n.changed_at
                                                              from accounts.addresses n where n.store_id = vitrine.current_store() and n.person = who.customer order by n.changed_at) a),
            'providers', (select jsonb_agg(to_jsonb(i)) from (select n.provider, n.subject, n.email, n.connected_at
                                                              from accounts.identities n where n.store_id = vitrine.current_store() and n.person = who.customer) i),
            'passkeys', (select jsonb_agg(to_jsonb(k)) from (select n.name, n.host, n.made_at, n.used_at
                                                             from accounts.passkeys n where n.store_id = vitrine.current_store() and n.person = who.customer order by n.made_at) k),
            'links', (select jsonb_agg(to_jsonb(l)) from (select n.purpose, n.email, n.former_email, n.name, n.made_at, n.used_at
                                                          from accounts.links n where n.store_id = vitrine.current_store() and n.id = any (who.ids) order by n.made_at) l));
    end;

-- Tries to sign in are counted by a keyed hash of the mailbox for thirty days; from where they came is taken out of them.
create function accounts.erase_personal(who vitrine.person, stand_in text) returns bigint
    language plpgsql as $$
declare
    touched bigint;
    total bigint := 0;
begin
    update accounts.attempts set network = '0.0.0.0' where store_id = vitrine.current_store() and network = any (who.words);
    get diagnostics touched = row_count;
    total := touched;
    delete from accounts.links where store_id = vitrine.current_store() and kind = 'customer' and id = any (who.ids);
    get diagnostics touched = row_count;
    total := total + touched;
    delete from accounts.addresses where store_id = vitrine.current_store() and person = who.customer;
    delete from accounts.identities where store_id = vitrine.current_store() and person = who.customer;
    delete from accounts.passkeys where store_id = vitrine.current_store() and person = who.customer;
    delete from accounts.recovery_codes where store_id = vitrine.current_store() and person = who.customer;
    update accounts.sessions
    set agent = '', network = '', device = decode(repeat('00', 32), 'hex'), ended_at = coalesce(ended_at, clock_timestamp()), why = case when ended_at is null then 'erased' else why end
    where store_id = vitrine.current_store() and kind = 'customer' and person = who.customer;
    update accounts.people
    set email = stand_in, email_key = stand_in, name = 'Erased', password_hash = null, is_blocked = true, totp_sealed = null, totp_since = null, signed_in_at = null, version = version + 1
    where store_id = vitrine.current_store() and kind = 'customer' and id = who.customer;
    get diagnostics touched = row_count;
    return total + touched;
end $$;
