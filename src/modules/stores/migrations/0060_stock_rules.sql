-- Processes hold how a store keeps goods for buyers, and which articles have a queue, in memory, too.
alter table stores.rule_versions
    drop constraint rule_versions_part_check,
    add constraint rule_versions_part_check check (part in ('prices', 'taxes', 'promotions', 'risk', 'shipping', 'stock'));
