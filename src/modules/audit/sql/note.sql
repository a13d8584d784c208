-- note(text action, text subject, text key, json details) -> one bool
select audit.note($1, $2, $3, null, $4)
