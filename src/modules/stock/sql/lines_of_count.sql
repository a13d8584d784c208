-- lines_of_count(CountId id) -> many CountLine
select variant, expected, counted, posted
from stock.count_lines
where store_id = vitrine.current_store() and count_id = $1
order by variant
