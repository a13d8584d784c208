-- People who sign in: customers of a store and its staff; what proves them, and where they are signed in.
create schema accounts;

-- A person of one store. Two spellings of a mailbox that differ by case of a to z are one person (lower in "C": the program folds so, whatever the locale); customers and staff
-- are apart.
create table accounts.people (
    store_id uuid not null,
    id uuid not null,
    kind text not null check (kind in ('customer', 'staff')),
    email text not null,
    email_key text not null check (email_key = lower(email_key collate "C") and email_key <> ''),
    name text not null default '',
    password_hash text,
    is_blocked boolean not null default false,
    roles text[] not null default '{}',
    totp_sealed bytea,
    totp_since timestamptz,
    totp_step bigint not null default 0,
    created_at timestamptz not null default now(),
    signed_in_at timestamptz,
    version bigint not null default 1 check (version > 0),
    primary key (store_id, id),
    constraint one_person_a_mailbox unique (store_id, kind, email_key),
    constraint totp_is_whole check (totp_since is null or totp_sealed is not null),
    constraint customers_have_no_roles check (kind = 'staff' or roles = '{}')
);
call vitrine.protect('accounts.people');
call vitrine.open_to_worker('accounts.people', 'select (store_id, id, kind, is_blocked, roles, totp_since)');

-- A sign-in on one device, until it ends: what cookies and refresh tokens belong to. `device` is the hash of a cookie, `agent` and `network` are for people.
create table accounts.sessions (
    store_id uuid not null,
    id uuid not null,
    person uuid not null,
    kind text not null check (kind in ('customer', 'staff')),
    device bytea not null check (length(device) = 32),
    agent text not null,
    network text not null,
    how text not null check (how in ('registration', 'password', 'link', 'reset', 'openid', 'invitation')),
    opened_at timestamptz not null,
    seen_at timestamptz not null,
    ends_at timestamptz not null,
    ended_at timestamptz,
    why text not null default '',
    primary key (store_id, id),
    foreign key (store_id, person) references accounts.people on delete cascade,
    constraint ends_with_a_reason check ((ended_at is null) = (why = ''))
) with (fillfactor = 80);
call vitrine.protect('accounts.sessions', 'select, insert, update (seen_at, ended_at, why)');
call vitrine.open_to_worker('accounts.sessions', 'select (store_id, id, ends_at, ended_at)');
create index sessions_of_person on accounts.sessions (store_id, person, opened_at desc);
create index sessions_ended on accounts.sessions (ended_at) where ended_at is not null;

-- Each token is used once and has at most one child: a second branch cannot be written. The tokens themselves stand nowhere: they are made from the ids.
create table accounts.refresh_tokens (
    store_id uuid not null,
    id uuid not null,
    session uuid not null,
    parent uuid,
    issued_at timestamptz not null,
    used_at timestamptz,
    primary key (store_id, id),
    foreign key (store_id, session) references accounts.sessions on delete cascade,
    constraint one_child unique (store_id, parent)
) with (fillfactor = 80);
call vitrine.protect('accounts.refresh_tokens', 'select, insert, update (used_at)');
create index refresh_tokens_of_session on accounts.refresh_tokens (store_id, session);

-- What a link in a mail does, once. A link that was asked for a mailbox nobody has is spent before it is sent. `inviter`: who gave an invitation, as an actor.
create table accounts.links (
    store_id uuid not null,
    id uuid not null,
    purpose text not null check (purpose in ('registration', 'sign_in', 'password', 'email', 'invitation')),
    kind text not null check (kind in ('customer', 'staff')),
    person uuid,
    email text not null,
    former_email text,
    name text not null default '',
    password_hash text,
    roles text[] not null default '{}',
    inviter text not null default '',
    return_to text not null default '',
    made_at timestamptz not null,
    ends_at timestamptz not null,
    used_at timestamptz,
    primary key (store_id, id),
    foreign key (store_id, person) references accounts.people on delete cascade
);
call vitrine.protect('accounts.links');
create index links_by_end on accounts.links (store_id, ends_at);
create index links_of_invitations on accounts.links (store_id, inviter) where purpose = 'invitation' and used_at is null;
create index links_of_person on accounts.links (store_id, person) where person is not null;

-- Tries to sign in, also at mailboxes nobody has. `subject` is a keyed hash of the mailbox.
create table accounts.attempts (
    store_id uuid not null,
    id uuid not null,
    subject bytea not null check (length(subject) = 32),
    network text not null,
    outcome text not null check (outcome in ('wrong', 'right', 'second_factor', 'by_mail')),
    at timestamptz not null,
    primary key (store_id, id)
);
call vitrine.protect('accounts.attempts', 'select, insert, delete');
create index attempts_of_subject on accounts.attempts (store_id, subject, at);
create index attempts_by_time on accounts.attempts (store_id, at);

create table accounts.recovery_codes (
    store_id uuid not null,
    person uuid not null,
    hash bytea not null check (length(hash) = 32),
    used_at timestamptz,
    primary key (store_id, person, hash),
    foreign key (store_id, person) references accounts.people on delete cascade
);
call vitrine.protect('accounts.recovery_codes');

create table accounts.addresses (
    store_id uuid not null,
    person uuid not null,
    id uuid not null,
    address jsonb not null,
    is_default boolean not null default false,
    version bigint not null default 1 check (version > 0),
    changed_at timestamptz not null default now(),
    primary key (store_id, person, id),
    foreign key (store_id, person) references accounts.people on delete cascade
);
call vitrine.protect('accounts.addresses');
create unique index one_default_address on accounts.addresses (store_id, person) where is_default;

-- Keys that sign access tokens. The private half is sealed with the process's master key.
create table accounts.signing_keys (
    store_id uuid not null,
    id uuid not null,
    modulus bytea not null,
    exponent bytea not null,
    sealed bytea not null,
    signs_from timestamptz not null,
    primary key (store_id, id)
);
call vitrine.protect('accounts.signing_keys', 'select, insert, delete');
call vitrine.open_to_worker('accounts.signing_keys', 'select (store_id, id, modulus, exponent, signs_from)');

-- What staff may do, by the name of a role; people carry the names.
create table accounts.roles (
    store_id uuid not null,
    name text not null check (name ~ '^[a-z][a-z0-9_-]{0,39}$'),
    permissions text[] not null,
    version bigint not null default 1 check (version > 0),
    actor text not null default vitrine.current_actor(),
    changed_at timestamptz not null default now(),
    primary key (store_id, name)
);
call vitrine.protect('accounts.roles');
call vitrine.open_to_worker('accounts.roles');
