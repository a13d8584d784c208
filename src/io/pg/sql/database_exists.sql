-- database_exists(text name) -> one bool
select exists (select from pg_database where datname = $1)
