-- drop_database_command(text name) -> one text
select format('drop database if exists %I with (force)', $1)
