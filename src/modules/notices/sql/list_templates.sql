-- list_templates() -> many TemplateRow
select stage, language, definition, version, changed_at
from notices.templates
where store_id = vitrine.current_store()
order by stage, language
