-- set_relaxed_scope(text store, text actor, text role, text timeout_ms, text request, text person) -> count
-- As set_scope, and the commit does not wait for the disk: a crash may lose the last milliseconds.
select set_config('vitrine.store', $1, true), set_config('vitrine.actor', $2, true), set_config('vitrine.role', $3, true),
       set_config('statement_timeout', $4, true), set_config('vitrine.request', $5, true), set_config('vitrine.person', $6, true), set_config('synchronous_commit', 'off', true)
