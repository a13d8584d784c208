-- lock_template(text stage, text language) -> maybe TemplateRow
select stage, language, definition, version, changed_at
from notices.templates
where store_id = vitrine.current_store() and stage = $1 and language = $2
for update
