-- list_notices(State? state, Channel? channel, text? subject, NoticeId before, i32 page) -> many NoticeRow
select id, stage, subject, audience, channel, recipient, preferences_of, language, facts, state, why, edition, attempts, due, created_at, sent_at, read_at
from notices.notices
where store_id = vitrine.current_store() and ($1 is null or state = $1) and ($2 is null or channel = $2) and ($3 is null or subject = $3) and id < $4
order by id desc
limit $5::integer
