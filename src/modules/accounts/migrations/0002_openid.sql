-- Accounts elsewhere by which a person may sign in here. The subject is the provider's own, never reused; the address may change there and is no key.
create table accounts.identities (
    store_id uuid not null,
    provider text not null check (provider in ('google')),
    subject text not null check (subject <> ''),
    person uuid not null,
    email text not null,
    connected_at timestamptz not null default now(),
    primary key (store_id, provider, subject),
    foreign key (store_id, person) references accounts.people on delete cascade,
    constraint one_identity_a_provider unique (store_id, person, provider)
);
call vitrine.protect('accounts.identities', 'select, insert, delete');
