-- create_migrations_table() -> count
create table if not exists vitrine_migrations (
    name text primary key,
    checksum text not null,
    applied_at timestamptz not null default now()
)
