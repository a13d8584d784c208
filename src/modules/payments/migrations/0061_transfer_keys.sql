-- Two equal parts without a reference of the bank are two transfers when staff sent them as two: the key of the request tells a repeat from another one.
alter table payments.transfers add column request_key text not null default '' check (request_key = '' or bank_reference = '');
drop index payments.one_transfer_a_reference;
create unique index one_transfer_a_reference on payments.transfers (store_id, payment, bank_reference, request_key) where state <> 'rejected';
