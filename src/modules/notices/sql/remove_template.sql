-- remove_template(text stage, text language, i64 version) -> count
with removed as (
    delete from notices.templates
    where store_id = vitrine.current_store() and stage = $1 and language = $2
    returning store_id, stage, language, definition
)
insert into notices.template_versions (store_id, stage, language, version, definition, is_deleted)
select store_id, stage, language, $3, definition, true from removed
