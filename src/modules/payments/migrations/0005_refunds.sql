-- A refund that no gateway carries out waits until a person has made the transfer and says so. What was agreed never changes; how it ended may be written once.
alter table payments.refunds
    add column by_hand boolean not null default false,
    add column ended_by text,
    add column end_note text,
    add constraint only_hands_have_a_person check (by_hand or ended_by is null);
grant update (by_hand, ended_by, end_note) on payments.refunds to vitrine_app;
create index refunds_by_state on payments.refunds (store_id, state, id);

-- What a person saw arrive by bank, once per reference of the bank. It counts at once, or when a second person has confirmed it. Partial money waits
-- as a deposit until the rest arrives or the payment is closed.
create table payments.transfers (
    store_id uuid not null,
    id uuid not null,
    payment uuid not null,
    bank_reference text not null default '',
    amount bigint not null check (amount > 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    note text not null default '',
    two_people boolean not null,
    state text not null check (state in ('waiting', 'counted', 'rejected')),
    marked_by text not null default vitrine.current_actor(),
    marked_at timestamptz not null default now(),
    decided_by text,
    decided_at timestamptz,
    primary key (store_id, id),
    foreign key (store_id, payment) references payments.payments,
    constraint two_different_people check (not two_people or state <> 'counted' or (decided_by is not null and decided_by <> marked_by))
);
call vitrine.protect('payments.transfers', 'select, insert, update (state, decided_by, decided_at)');
create unique index one_transfer_a_reference on payments.transfers (store_id, payment, bank_reference) where state <> 'rejected';
create index transfers_by_state on payments.transfers (store_id, state, id);

-- What buyers sent to show that they paid. For staff only; never served as anything but a file to keep.
create table payments.proofs (
    store_id uuid not null,
    id uuid not null,
    payment uuid not null,
    media_type text not null check (media_type in ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')),
    bytes bytea not null check (length(bytes) between 1 and 5242880),
    sha256 bytea not null check (length(sha256) = 32),
    uploaded_at timestamptz not null default now(),
    primary key (store_id, id),
    foreign key (store_id, payment) references payments.payments,
    constraint one_proof_a_file unique (store_id, payment, sha256)
);
call vitrine.protect('payments.proofs', 'select, insert');

-- Files in which a gateway says what it settled, and their lines, each once whatever file it stands in. Never changed: what they mean is compared when it
-- is asked. `cost` is what the line took from us as a fee and `paid_out` what it brought to the bank, both as they were booked.
create table payments.settlement_files (
    store_id uuid not null,
    id uuid not null,
    gateway text not null check (gateway <> ''),
    name text not null,
    sha256 bytea not null check (length(sha256) = 32),
    lines bigint not null check (lines >= 0),
    new_lines bigint not null check (new_lines between 0 and lines),
    actor text not null default vitrine.current_actor(),
    imported_at timestamptz not null default now(),
    primary key (store_id, id),
    constraint one_import_a_file unique (store_id, gateway, sha256)
);
call vitrine.protect('payments.settlement_files', 'select, insert');

create table payments.settlement_lines (
    store_id uuid not null,
    gateway text not null check (gateway <> ''),
    line_id text not null check (line_id <> ''),
    file uuid not null,
    kind text not null check (kind in ('payment', 'refund', 'dispute', 'fee', 'payout', 'other')),
    type text not null,
    reference text not null,
    source text not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    gross bigint not null,
    fee bigint,
    net bigint not null,
    cost bigint not null default 0,
    paid_out bigint not null default 0,
    occurred_at timestamptz not null,
    primary key (store_id, gateway, line_id)
);
call vitrine.protect('payments.settlement_lines', 'select, insert');
create index settlement_lines_by_time on payments.settlement_lines (store_id, gateway, occurred_at);
