-- find_submission(SubmissionId id) -> maybe SubmissionRow
select s.id, s.version, s.order_ref, s.order_number, s.supplier_id as supplier, s.state, s.supplier_ref, s.attempts, s.why, s.detail, s.created_at, s.moved_at
from suppliers.submissions s
where s.store_id = vitrine.current_store() and s.id = $1
