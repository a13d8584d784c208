-- plan_for_values() -> count
-- Until this transaction ends: statements are planned for the values they come with, because a filter that is not asked for must not cost anything.
select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)
