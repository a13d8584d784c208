-- submission_log(SubmissionId submission) -> many SubmissionLogEntry
select at, what, status, said, actor
from suppliers.submission_log
where store_id = vitrine.current_store() and submission_id = $1
order by id
