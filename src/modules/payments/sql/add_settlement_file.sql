-- add_settlement_file(SettlementId id, text gateway, text name, bytes sha256, i64 lines, i64 new_lines, instant now) -> count
insert into payments.settlement_files (store_id, id, gateway, name, sha256, lines, new_lines, imported_at)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7)
