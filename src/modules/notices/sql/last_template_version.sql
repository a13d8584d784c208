-- last_template_version(text stage, text language) -> one i64
select coalesce(max(version), 0) as version
from notices.template_versions
where store_id = vitrine.current_store() and stage = $1 and language = $2
