#pragma once
// A store's own texts: read, changed, looked at before anybody gets them.
#include "modules/notices/letter.h"

namespace vitrine::notices {

/// The text that holds for one occasion in one language.
struct TextView {
    std::string stage, language, when;
    Audience audience = Audience::buyer;
    std::vector<Channel> channels;
    bool is_own = false;                    ///< false: the built-in one
    std::int64_t version = 0;               ///< of the store's own; 0 where there is none
    Template text;
};
SHAPE(TextView, stage, language, when, audience, channels, is_own, version, text)
struct TextList {
    std::vector<TextView> items;            ///< every occasion in every language of the store
    std::vector<std::string> placeholders;  ///< what may stand in double braces
};
SHAPE(TextList, items, placeholders)

Task<TextList> list_texts(App& app, Ctx ctx);
/// Refuses notices.template_unknown.
Task<Result<TextView>> find_text(App& app, Ctx ctx, std::string stage, std::string language);
/// Repeatable. `version`: only while it is still this one. Refuses notices.template_unknown, request.stale_version, request.invalid with each placeholder nobody knows.
Task<Result<TextView>> save_text(App& app, Ctx ctx, std::string stage, std::string language, std::optional<std::int64_t> version, Template text);
/// Back to the built-in text; what the store had is kept in the history. Repeatable. Refuses notices.template_unknown, request.stale_version.
Task<Result<TextView>> remove_text(App& app, Ctx ctx, std::string stage, std::string language, std::optional<std::int64_t> version);

/// All forms of a text with an invented order. `draft`: of a text that is not saved. Refuses notices.template_unknown, request.invalid.
Task<Result<Rendered>> preview(App& app, Ctx ctx, std::string stage, std::string language, std::optional<Template> draft);
/// All forms of a notice as it was or will be sent. Its links hold no token that opens the order. Refuses notices.not_found.
Task<Result<Rendered>> show(App& app, Ctx ctx, NoticeId id);

}  // namespace vitrine::notices
