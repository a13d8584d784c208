-- find_notice(NoticeId id) -> maybe NoticeRow
select id, stage, subject, audience, channel, recipient, preferences_of, language, facts, state, why, edition, attempts, due, created_at, sent_at, read_at
from notices.notices
where store_id = vitrine.current_store() and id = $1
