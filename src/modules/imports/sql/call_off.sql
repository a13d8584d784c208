-- call_off(ImportId id) -> maybe text
-- What waits ends at once; what is at work is told and ends at its next look. Nothing when the run has ended.
update imports.runs
set is_cancel_wanted = true,
    state = case when state in ('uploading', 'queued', 'stopped') then 'cancelled' else state end,
    ended_at = case when state in ('uploading', 'queued', 'stopped') then clock_timestamp() else ended_at end
where store_id = vitrine.current_store() and id = $1 and state in ('uploading', 'queued', 'checking', 'applying', 'stopped')
returning state
