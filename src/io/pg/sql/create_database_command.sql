-- create_database_command(text name, text model, text strategy) -> one text
-- CREATE DATABASE takes no parameters, so the server writes the command with the names quoted. strategy: 'wal_log', or 'file_copy', which begins with a checkpoint and is
-- quicker where those cost nothing.
select format('create database %I template %I strategy %I', $1, $2, $3)
