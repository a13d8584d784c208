-- move_submission(SubmissionId id, SubmissionState from, SubmissionState to, text supplier_ref, text why, text detail, bool is_attempt, instant now) -> count
update suppliers.submissions
set state = $3, supplier_ref = case when $4 = '' then supplier_ref else $4 end, why = $5, detail = $6, attempts = case when $2 <> $3 and $3 = 'waiting' and not $7 then 0 else attempts + $7::integer end,
    version = version + 1, moved_at = $8
where store_id = vitrine.current_store() and id = $1 and state = $2
