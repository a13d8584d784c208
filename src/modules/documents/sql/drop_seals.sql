-- drop_seals(i32 at_most) -> one i64
select documents.drop_seals($1)
