-- list_submissions(SubmissionState? state, bool attention, text? order_ref, SubmissionId before, i32 page) -> many SubmissionRow
select s.id, s.version, s.order_ref, s.order_number, s.supplier_id as supplier, s.state, s.supplier_ref, s.attempts, s.why, s.detail, s.created_at, s.moved_at
from suppliers.submissions s
where s.store_id = vitrine.current_store() and ($1 is null or s.state = $1) and (not $2 or s.state in ('refused', 'given_up', 'cancel_failed')) and ($3 is null or s.order_ref = $3) and s.id < $4
order by s.id desc
limit $5::integer
