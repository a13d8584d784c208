-- has_prefix(Kind kind, text year, text prefix) -> one bool
-- Whether documents of this kind carry the prefix in this year.
select exists (select from documents.documents where store_id = vitrine.current_store() and kind = $1 and year = $2 and starts_with(number, $3 || '/'))
