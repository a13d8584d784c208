-- note_attention(ReturnId id, text? attention, text? words, instant now) -> count
update returns.returns
set attention = $2, attention_words = $3, version = version + 1, changed_at = $4
where store_id = vitrine.current_store() and id = $1
