-- log_submission(SubmissionId submission, instant at, text what, i64 status, text said) -> count
insert into suppliers.submission_log (store_id, submission_id, at, what, status, said)
values (vitrine.current_store(), $1, $2, $3, $4, $5)
