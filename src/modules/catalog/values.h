#pragma once
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "core/shape.h"

namespace vitrine::catalog {

enum class AttributeKind { text, number, boolean, choice, choices, date, dimension };
SHAPE_ENUM(AttributeKind, text, number, boolean, choice, choices, date, dimension)

/// What is wrong with a value: a stable code ("attr.not_a_number") and how to mend it.
struct ValueFault {
    std::string_view code;
    std::string detail;
};
/// A value in the one spelling that is stored, searched and compared:
/// text trimmed; numbers without needless zeros ("0.5"); boolean "yes" or "no"; choices joined by '|' in the order of `allowed`, each once;
/// dates "2026-03-01"; dimensions "6.41 × 6.44 × 3.98".
using ReadValue = std::expected<std::string, ValueFault>;

/// Reads a value as people and files write it: "0.50", "yes", "Red|Blue", "2026-03-01", "6.41 x 6.44 x 3.98". `allowed` empty: anything of the kind.
/// Choices need it. Pure. Codes: attr.empty, attr.too_long (200 characters), attr.bad_text, attr.not_a_number, attr.not_yes_no, attr.not_in_list,
/// attr.not_a_date, attr.not_dimensions.
ReadValue read_value(AttributeKind kind, const std::vector<std::string>& allowed, std::string_view text);

/// The same from JSON: text, a number (or decimal text, which is exact), true or false, a list of choices, a list of one to three dimensions.
/// One more code: attr.wrong_type.
ReadValue read_value(AttributeKind kind, const std::vector<std::string>& allowed, const RawJson& json);

/// A stored value as the API shows it: numbers as numbers, yes and no as booleans, choices and dimensions as lists, the rest as text.
RawJson json_of(AttributeKind kind, std::string_view stored);

/// The kind that a stored word names; text for a word that is none.
AttributeKind attribute_kind(std::string_view word);

}  // namespace vitrine::catalog
