-- Passkeys (WebAuthn credentials): what people sign in with instead of a password, or besides it.

-- `credential` and `public_key` (a COSE key) are the authenticator's, `counter` what it said last; `may_sync` and `is_backed_up` are its flags BE and BS. `host`: the rp id.
create table accounts.passkeys (
    store_id uuid not null,
    id uuid not null,
    person uuid not null,
    host text not null,
    credential bytea not null check (length(credential) between 1 and 1023),
    public_key bytea not null check (length(public_key) between 1 and 2048),
    counter bigint not null check (counter >= 0),
    name text not null check (name <> ''),
    aaguid bytea not null check (length(aaguid) = 16),
    transports text[] not null default '{}',
    may_sync boolean not null,
    is_backed_up boolean not null,
    made_at timestamptz not null,
    used_at timestamptz,
    primary key (store_id, id),
    foreign key (store_id, person) references accounts.people on delete cascade,
    constraint one_owner_a_credential unique (store_id, credential),
    constraint only_what_syncs_is_backed_up check (may_sync or not is_backed_up)
) with (fillfactor = 80);
call vitrine.protect('accounts.passkeys');
call vitrine.open_to_worker('accounts.passkeys', 'select (store_id, person)');
create index passkeys_of_person on accounts.passkeys (store_id, person, made_at);

-- Challenges that were answered, until they are over: each is answered once. Those that nobody answers stand nowhere: they carry our signature.
create table accounts.spent_challenges (
    store_id uuid not null,
    id bytea not null check (length(id) = 16),
    ends_at timestamptz not null,
    primary key (store_id, id)
);
call vitrine.protect('accounts.spent_challenges', 'select, insert, update (ends_at), delete');   -- sweeping locks what it removes
create index spent_challenges_by_end on accounts.spent_challenges (store_id, ends_at);

alter table accounts.sessions
    drop constraint sessions_how_check,
    add constraint sessions_how_check check (how in ('registration', 'password', 'link', 'reset', 'openid', 'invitation', 'passkey'));
