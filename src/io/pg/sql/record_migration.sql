-- record_migration(text name, text checksum) -> count
insert into vitrine_migrations (name, checksum) values ($1, $2)
