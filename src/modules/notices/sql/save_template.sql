-- save_template(text stage, text language, json definition, i64 version) -> count
with kept as (
    insert into notices.templates (store_id, stage, language, definition, version)
    values (vitrine.current_store(), $1, $2, $3, $4)
    on conflict (store_id, stage, language) do update
    set definition = excluded.definition, version = excluded.version, changed_at = now()
    returning store_id, stage, language, version, definition
)
insert into notices.template_versions (store_id, stage, language, version, definition)
select store_id, stage, language, version, definition from kept
