-- Files of other systems: which format a run read, and notices beside faults.
alter table imports.runs add column format text not null default 'native' check (format in ('native', 'shopify', 'woocommerce', 'categories'));
alter table imports.faults add column is_notice boolean not null default false;
