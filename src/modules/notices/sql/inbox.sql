-- inbox(Audience audience, text? subject, NoticeId before, i32 page) -> many NoticeRow
select id, stage, subject, audience, channel, recipient, preferences_of, language, facts, state, why, edition, attempts, due, created_at, sent_at, read_at
from notices.notices
where store_id = vitrine.current_store() and audience = $1 and channel = 'in_app' and ($2 is null or subject = $2) and id < $3
order by id desc
limit $4::integer
