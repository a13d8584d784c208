-- keep_plans() -> count
-- Until this transaction ends: its statements are planned once a connection, and always by way of an index, because a plan that was made while a table
-- was small is kept when the table has grown. Not for whole connections: what reads or writes many rows at once must be planned for what is there.
select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
       set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)
