-- quality_exposure() -> many Offence
-- Where a gate is on, a product is withheld exactly when its verdict says it is not fit; one without a verdict is withheld. What is still in line is right either way.
select p.slug as subject, case when p.is_withheld then 'withheld, and its verdict says it is fit' else 'shown, and its verdict says it is not fit, or there is none' end as detail
from catalog.products p
join quality.policies g on g.store_id = p.store_id and g.is_on
left join quality.verdicts v on v.store_id = p.store_id and v.product_id = p.id
where p.store_id = vitrine.current_store() and p.deleted_at is null and p.is_withheld = coalesce(v.is_fit, false)
  and not exists (select from jobs.jobs j where j.store_id = p.store_id and j.kind in ('quality.follow', 'quality.sweep') and j.state <> 'parked')
