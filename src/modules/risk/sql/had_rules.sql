-- had_rules() -> one bool
select exists (select from risk.rule_versions where store_id = vitrine.current_store()) as had_rules
