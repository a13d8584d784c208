-- decide_review(ReviewId id, ReviewState verdict, text actor, text reason, instant now) -> count
with decided as (
    update risk.reviews
    set state = $2, decided_by = $3, reason = $4, decided_at = $5
    where store_id = vitrine.current_store() and id = $1 and state = 'open'
    returning store_id, id, assessment
)
insert into risk.decisions (store_id, review, verdict, actor, reason, assessment, at)
select store_id, id, $2, $3, $4, assessment, $5 from decided
