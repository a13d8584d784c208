#pragma once
// What a way to pay asks the buyer before it starts. Part of api.h.
#include <map>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/shape.h"

namespace vitrine::payments {

enum class QuestionKind {
    choice,   ///< one of `choices`
    mobile,   ///< of Pakistan, 03001234567; spaces, hyphens and +92 are understood
    digits,   ///< exactly `length` of them
};
SHAPE_ENUM(QuestionKind, choice, mobile, digits)
struct QuestionChoice {
    std::string value, label;
};
SHAPE(QuestionChoice, value, label)
/// What a way to pay has to know of the buyer before it can start, beside the order.
struct Question {
    std::string name, label, hint;
    QuestionKind kind = QuestionKind::digits;
    std::vector<QuestionChoice> choices;      ///< of choice; the first holds when nothing is said
    std::int64_t length = 0;             ///< of digits
    std::string only_with;               ///< needed only when the choice of this name …
    std::vector<std::string> only_for;   ///< … has one of these values; empty: always
};
SHAPE(Question, name, label, hint, kind, choices, length, only_with, only_for)
/// What the buyer said, by the names of the questions.
using Answers = std::map<std::string, std::string>;

/// Pure. The answers as gateways take them (numbers without spaces, choices made); names that are not asked for are left out. Refuses
/// request.invalid with a pointer for each answer that is missing or malformed: "/answers/mobile".
Result<Answers> read_answers(const std::vector<Question>& questions, const Answers& given);

}  // namespace vitrine::payments
