-- add_notices(NoticeId[] id, text[] dedup_key, text[] stage, text[] subject, Audience[] audience, Channel[] channel, text[] recipient, text[] preferences_of, text[] language, json[] facts, State[] state, text[] why, instant[] due, instant now) -> many NoticeId
-- What was said already stays as it is: gives those that are new.
insert into notices.notices (store_id, id, dedup_key, stage, subject, audience, channel, recipient, preferences_of, language, facts, state, why, due, created_at, sent_at)
select vitrine.current_store(), n.id, n.dedup_key, n.stage, n.subject, n.audience, n.channel, n.recipient, n.preferences_of, n.language, n.facts, n.state, n.why, n.due, $14,
       case when n.state = 'sent' then $14 end
from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) as n (id, dedup_key, stage, subject, audience, channel, recipient, preferences_of, language, facts, state, why, due)
on conflict (store_id, dedup_key) do nothing
returning id
