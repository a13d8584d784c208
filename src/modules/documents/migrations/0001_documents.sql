-- Papers about orders. What was issued never changes: the runtime role may insert and read.
create schema documents;

-- Who a store is on paper.
create table documents.settings (
    store_id uuid primary key,
    settings jsonb not null,
    version bigint not null default 1 check (version > 0),
    actor text not null default vitrine.current_actor(),
    changed_at timestamptz not null default now()
);
call vitrine.protect('documents.settings', 'select, insert, update');

-- The last number of each kind in each financial year. Raised in the transaction that makes the document, so what is rolled back leaves no gap;
-- whoever issues waits for the one before.
create table documents.series (
    store_id uuid not null,
    kind text not null check (kind in ('invoice', 'credit_note')),
    year text not null check (length(year) between 4 and 7),
    last bigint not null check (last > 0),
    primary key (store_id, kind, year)
) with (fillfactor = 50);
call vitrine.protect('documents.series', 'select, insert, update');

create table documents.documents (
    store_id uuid not null,
    id uuid not null,
    kind text not null check (kind in ('invoice', 'credit_note')),
    year text not null,
    position bigint not null check (position > 0),
    number text not null check (length(number) between 1 and 16),
    order_id uuid not null,
    refund text,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    total bigint not null check (total >= 0),
    tax bigint not null check (tax >= 0),
    day text not null check (day ~ '^\d{4}-\d\d-\d\d$'),
    paper jsonb not null,
    actor text not null default vitrine.current_actor(),
    issued_at timestamptz not null,
    primary key (store_id, id),
    constraint one_document_a_place unique (store_id, kind, year, position),
    constraint one_document_a_number unique (store_id, number, year),
    check ((kind = 'credit_note') = (refund is not null))
);
call vitrine.protect('documents.documents', 'select, insert');
create unique index one_invoice_an_order on documents.documents (store_id, order_id) where kind = 'invoice';
create unique index one_credit_note_a_refund on documents.documents (store_id, refund) where refund is not null;
create index documents_of_order on documents.documents (store_id, order_id, issued_at, id);
create index documents_by_time on documents.documents (store_id, issued_at desc, id desc);
create index documents_by_kind on documents.documents (store_id, kind, issued_at desc, id desc);
