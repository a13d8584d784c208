-- move_notice(NoticeId id, State from_state, State to_state, text why, instant now) -> count
update notices.notices
set state = $3, why = $4,
    attempts = attempts + case when $3 = 'sending' then 1 else 0 end,
    sent_at = case when $3 = 'sent' then $5 else sent_at end
where store_id = vitrine.current_store() and id = $1 and state = $2
