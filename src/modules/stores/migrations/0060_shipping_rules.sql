-- Zones and rates of delivery are rules, too.
alter table stores.rule_versions
    drop constraint rule_versions_part_check,
    add constraint rule_versions_part_check check (part in ('prices', 'taxes', 'promotions', 'risk', 'shipping', 'stock'));
