-- An order that is edited after its invoice gets another one for what was added; what was taken back has its credit note. `edit` of an invoice: the last edit whose goods are on it; 0: none.
alter table documents.documents add column edit bigint not null default 0 check (edit >= 0);
drop index documents.one_invoice_an_order;
create unique index one_invoice_an_edit on documents.documents (store_id, order_id, edit) where kind = 'invoice';
