-- count_answers(i64 text_version) -> one AnswerCounts
select count(*) filter (where analytics) as given, count(*) filter (where not analytics) as refused
from consent.answers
where store_id = vitrine.current_store() and text_version = $1
