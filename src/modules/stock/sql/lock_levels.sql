-- lock_levels(VariantId[] variant, i64 plenty) -> many Level
-- Levels with less than `plenty` are locked, and with them all that come before them in the order of variants: whoever takes more at the end takes
-- what comes after, so that all transactions go one way. Locked levels are read behind their locks, the others as they stand.
with seen as materialized (
    select l.variant, l.on_hand - l.reserved - l.promised - l.safety as available, l.promise_limit - l.promised as promisable, l.low_at
    from (select distinct w.variant from unnest($1) as w (variant)) w
    join stock.levels l on l.store_id = vitrine.current_store() and l.variant = w.variant
), last_scarce as materialized (
    select s.variant from seen s where s.available < $2 order by s.variant desc limit 1
), locked as materialized (
    select l.variant, l.on_hand - l.reserved - l.promised - l.safety as available, l.promise_limit - l.promised as promisable, l.low_at
    from seen s
    join stock.levels l on l.store_id = vitrine.current_store() and l.variant = s.variant
    where s.variant <= (select variant from last_scarce)
    order by l.variant
    for no key update of l
)
select variant, available, promisable, low_at from locked
union all
select s.variant, s.available, s.promisable, s.low_at from seen s where not exists (select from last_scarce l where s.variant <= l.variant)
