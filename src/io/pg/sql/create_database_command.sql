-- create_database_command(text name, text model) -> one text
-- CREATE DATABASE takes no parameters, so the server writes the command with both names quoted.
select format('create database %I template %I', $1, $2)
