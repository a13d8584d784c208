-- forget_findings(RunId run) -> count
with faults as (
    delete from suppliers.run_faults where store_id = vitrine.current_store() and run_id = $1
)
delete from suppliers.run_diffs where store_id = vitrine.current_store() and run_id = $1
