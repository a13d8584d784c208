-- set_scope(text store, text actor, text role, text timeout_ms, text request, text person) -> count
-- Who acts for which store, until this transaction ends. Row-level security reads it.
select set_config('vitrine.store', $1, true), set_config('vitrine.actor', $2, true), set_config('vitrine.role', $3, true),
       set_config('statement_timeout', $4, true), set_config('vitrine.request', $5, true), set_config('vitrine.person', $6, true)
