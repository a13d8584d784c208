#pragma once
// Pure. From facts, texts and a store's look to what is sent.
#include "core/time_zone.h"
#include "modules/notices/language.h"
#include "modules/notices/notice.h"

namespace vitrine::notices {

/// The colours and the type of a store, as its theme says, each checked: nothing else of a theme gets into a mail.
struct Look {
    std::string bg = "#F6F6F4", card = "#FFFFFF", ink = "#1B1B1B", muted = "#5C5C5C", line = "#DDDDDD", brand = "#1B1B1B", accent = "#1B1B1B", on_accent = "#FFFFFF", font;
};
Look look_of(const RawJson& theme);

/// Whose letter it is.
struct Letterhead {
    std::string store, contact;                 ///< name; address for questions
    Look look;
    std::shared_ptr<const TimeZone> zone;       ///< for times that people read
};
/// Made when it is sent, because they hold tokens.
struct Links {
    std::string order = {};                     ///< where the button leads; empty: no button
    std::optional<std::string> unsubscribe = {};
    bool is_about_cart = false;                 ///< its reader need not have ordered anything
};

/// One notice in all its forms. Texts of buyers are escaped in the HTML; `sms` is empty where the text has none.
struct Rendered {
    std::string subject, heading, html, text, sms;
};
SHAPE(Rendered, subject, heading, html, text, sms)
Rendered render(const Letterhead& head, const Language& language, const Template& text, const Facts& facts, const Links& links);

/// Words for placeholders: see placeholders() of language.h.
using Words = std::map<std::string, std::string, std::less<>>;
Words words_of(const Letterhead& head, const Facts& facts, const Links& links);
/// Puts words in place of {{names}}; what is not known becomes nothing. `before` and `behind` go around each, for texts of two directions.
std::string fill(std::string_view text, const Words& words, std::string_view before = {}, std::string_view behind = {});

/// The last lines of a mail: why it came, and how no more such come.
const std::string& why_of(const Labels& labels, const Facts& facts, const Links& links);
const std::string& unsubscribe_of(const Labels& labels, const Links& links);
/// The label of a row of totals.
const std::string& label_of(const Labels& labels, std::string_view what);

/// The forms, for render.
std::string html_of(const Letterhead& head, const Language& language, const Template& text, const Facts& facts, const Links& links, const Words& words);
std::string text_of(const Letterhead& head, const Language& language, const Template& text, const Facts& facts, const Links& links, const Words& words);

}  // namespace vitrine::notices
