-- mark_read(NoticeId id, Audience audience, text? subject, instant now) -> count
update notices.notices
set read_at = coalesce(read_at, $4)
where store_id = vitrine.current_store() and id = $1 and audience = $2 and channel = 'in_app' and ($3 is null or subject = $3)
