-- sweep_challenges(instant before) -> count
delete from accounts.spent_challenges
where store_id = vitrine.current_store() and id in (
    select id from accounts.spent_challenges where store_id = vitrine.current_store() and ends_at < $1 order by ends_at limit 200 for update skip locked)
