-- Kinds of jobs that hear all news of a store: publishing adds one job a listener, in the news' own transaction (publish_news.sql).
create table jobs.listeners (
    store_id uuid not null,
    kind text not null check (kind <> ''),
    since timestamptz not null default now(),
    primary key (store_id, kind)
);
call vitrine.protect('jobs.listeners');
