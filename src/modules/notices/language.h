#pragma once
// The languages notices are written in: words around what happened, and the built-in text for each occasion. Data in data/*.json.
#include <map>

#include "core/text.h"
#include "modules/notices/api.h"

namespace vitrine::notices {

/// What is said on one occasion, in one language. Words in double braces stand for facts: {{order_number}}; see `placeholders`.
struct Template {
    Text<1, 150> subject;                       ///< of the e-mail
    Text<1, 120> heading;
    Text<1, 2000> body;                         ///< paragraphs with an empty line between them
    std::optional<Text<1, 60>> action;          ///< on the button that leads to the order
    std::optional<Text<1, 300>> sms;            ///< absent: none is sent on this occasion in this language
};
SHAPE(Template, subject, heading, body, action, sms)

/// Words that stand around the text.
struct Labels {
    std::string order, quantity, subtotal, discount, shipping, fee, tax, total, more_lines, deliver_to, transfer, bank, title, account, iban, reference, amount, deadline, help, why, why_account, why_launch, unsubscribe, why_cart, unsubscribe_cart;
};
SHAPE(Labels, order, quantity, subtotal, discount, shipping, fee, tax, total, more_lines, deliver_to, transfer, bank, title, account, iban, reference, amount, deadline, help, why, why_account, why_launch, unsubscribe, why_cart, unsubscribe_cart)

struct Language {
    std::string code, name;                     ///< "ur"; its name in itself
    bool is_right_to_left = false;
    Labels labels;
    std::map<std::string, Template> texts;      ///< by stage
};
SHAPE(Language, code, name, is_right_to_left, labels, texts)

/// Null for a language that is not written here.
const Language* find_language(std::string_view code);
/// "en, ur, hi".
std::string known_languages();
/// The built-in text; English where a language has none for this occasion (those for staff). std::logic_error for an occasion nobody knows.
const Template& built_in(std::string_view stage, std::string_view language);

/// The words that may stand in double braces.
std::span<const std::string_view> placeholders();
/// Pure. Braces that name nothing, each at its member.
std::vector<Fault> faults_of(const Template& text);

}  // namespace vitrine::notices
