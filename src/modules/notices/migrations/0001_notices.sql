-- What buyers and staff are told, by which way, and how it went.
create schema notices;

-- One row per event, channel and reader. It is written in the transaction of the job that heard the news, so a repeat of that job finds it; what is sent,
-- and how that ended, is written in transactions of their own around the call to the outside.
create table notices.notices (
    store_id uuid not null,
    id uuid not null,
    dedup_key text not null check (dedup_key <> ''),
    stage text not null check (stage <> ''),
    subject text not null,
    audience text not null check (audience in ('buyer', 'staff')),
    channel text not null check (channel in ('mail', 'sms', 'in_app')),
    recipient text not null,
    language text not null,
    facts jsonb not null,
    state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'bounced', 'suppressed')),
    why text not null default '',
    edition bigint not null default 1 check (edition > 0),
    attempts bigint not null default 0 check (attempts >= 0),
    due timestamptz not null,
    created_at timestamptz not null,
    sent_at timestamptz,
    read_at timestamptz,
    primary key (store_id, id),
    constraint one_per_event_and_channel unique (store_id, dedup_key)
);
call vitrine.protect('notices.notices', 'select, insert, update (state, why, edition, attempts, due, sent_at, read_at)');
create index notices_of_subject on notices.notices (store_id, subject, id);
create index notices_by_state on notices.notices (store_id, state, id);
create index notices_for_staff on notices.notices (store_id, id) where audience = 'staff' and channel = 'in_app';

create table notices.settings (
    store_id uuid primary key,
    settings jsonb not null,
    version bigint not null default 1 check (version > 0),
    actor text not null default vitrine.current_actor(),
    changed_at timestamptz not null default now()
);
call vitrine.protect('notices.settings', 'select, insert, update');

-- A store's own texts; where there is none the built-in one holds.
create table notices.templates (
    store_id uuid not null,
    stage text not null check (stage <> ''),
    language text not null check (language <> ''),
    definition jsonb not null,
    version bigint not null check (version > 0),
    changed_at timestamptz not null default now(),
    primary key (store_id, stage, language)
);
call vitrine.protect('notices.templates');

-- Every text a store has had, and who wrote it. What is written stays.
create table notices.template_versions (
    store_id uuid not null,
    stage text not null,
    language text not null,
    version bigint not null check (version > 0),
    definition jsonb not null,
    is_deleted boolean not null default false,
    actor text not null default vitrine.current_actor(),
    at timestamptz not null default now(),
    primary key (store_id, stage, language, version)
);
call vitrine.protect('notices.template_versions', 'select, insert');

-- What the owner of a mailbox does not want.
create table notices.preferences (
    store_id uuid not null,
    address text not null check (address <> ''),
    language text,
    switched_off text[] not null,
    changed_at timestamptz not null default now(),
    primary key (store_id, address)
);
call vitrine.protect('notices.preferences', 'select, insert, update');

-- Addresses that nothing is sent to any more: dead ones, and those that staff has closed.
create table notices.suppressions (
    store_id uuid not null,
    channel text not null check (channel in ('mail', 'sms')),
    address text not null check (address <> ''),
    reason text not null check (reason in ('bounced', 'complained', 'staff')),
    detail text not null default '',
    actor text not null default vitrine.current_actor(),
    at timestamptz not null default now(),
    primary key (store_id, channel, address)
);
call vitrine.protect('notices.suppressions');
