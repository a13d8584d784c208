-- resend_notice(NoticeId id, State from_state, instant due) -> count
update notices.notices
set state = 'queued', why = '', edition = edition + 1, attempts = 0, due = $3
where store_id = vitrine.current_store() and id = $1 and state = $2
