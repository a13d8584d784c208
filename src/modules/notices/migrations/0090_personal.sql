-- What this module knows of a person, and how it forgets them (io/pg/migrations/0003_personal.sql). Nothing that was said by mail has to be kept.
create index notices_of_mailbox on notices.notices (store_id, preferences_of) where preferences_of <> '';

create function notices.personal_refs(who vitrine.person) returns table (ref text, id uuid)
    language sql stable
    begin atomic
        select vitrine.id_text('ntc', n.id), n.id from notices.notices n
        where n.store_id = vitrine.current_store() and n.preferences_of <> '' and n.preferences_of = any (who.mailboxes || who.keys)
        union
        select vitrine.id_text('ntc', n.id), n.id from notices.notices n where n.store_id = vitrine.current_store() and n.subject = any (who.refs);
    end;

create function notices.personal_words(who vitrine.person) returns setof text
    language sql stable
    begin atomic
        select n.recipient from notices.notices n where n.store_id = vitrine.current_store() and n.id = any (who.ids) and n.audience = 'buyer';
    end;

create function notices.personal_data(who vitrine.person) returns jsonb
    language sql stable
    begin atomic
        select jsonb_build_object(
            'messages', (select jsonb_agg(to_jsonb(m)) from (select n.stage, n.channel, n.recipient, n.language, n.facts, n.state, n.created_at, n.sent_at, n.read_at
                                                             from notices.notices n where n.store_id = vitrine.current_store() and n.id = any (who.ids) and n.audience = 'buyer' order by n.created_at) m),
            'preferences', (select jsonb_agg(to_jsonb(p)) from (select n.address, n.language, n.switched_off, n.changed_at
                                                                from notices.preferences n where n.store_id = vitrine.current_store() and n.address = any (who.mailboxes || who.keys)) p),
            'closed_addresses', (select jsonb_agg(to_jsonb(s)) from (select n.channel, n.address, n.reason, n.at
                                                                     from notices.suppressions n where n.store_id = vitrine.current_store() and n.address = any (who.mailboxes || who.keys)) s));
    end;

create function notices.erase_personal(who vitrine.person, stand_in text) returns bigint
    language plpgsql as $$
declare
    me constant uuid := vitrine.current_store();
    touched bigint;
    total bigint;
begin
    delete from notices.notices where store_id = me and id = any (who.ids);
    get diagnostics total = row_count;
    delete from notices.preferences where store_id = me and address = any (who.mailboxes || who.keys || who.words);
    get diagnostics touched = row_count;
    total := total + touched;
    delete from notices.suppressions where store_id = me and address = any (who.mailboxes || who.keys || who.words);
    get diagnostics touched = row_count;
    return total + touched;
end $$;
