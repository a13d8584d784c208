-- move_run(RunId id, RunState from, RunState to, text why, text detail, instant now) -> count
update suppliers.runs
set state = $3, why = $4, detail = $5, ended_at = case when $3 in ('applied', 'failed', 'cancelled') then $6::timestamptz end
where store_id = vitrine.current_store() and id = $1 and state = $2
