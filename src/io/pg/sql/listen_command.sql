-- listen_command(text channel) -> one text
-- LISTEN takes no parameter, so the server writes the command with the name quoted.
select format('listen %I', $1)
