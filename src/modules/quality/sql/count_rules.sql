-- count_rules() -> many RuleCount
select r.rule, count(*) as failing, count(*) filter (where not v.is_fit) as hidden
from quality.verdicts v
cross join lateral (select distinct unnest(v.rules) as rule) as r
where v.store_id = vitrine.current_store()
group by r.rule
order by r.rule
