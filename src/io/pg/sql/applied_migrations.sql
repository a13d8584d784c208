-- applied_migrations() -> many AppliedMigration{text name, text checksum}
select name, checksum from vitrine_migrations order by name
