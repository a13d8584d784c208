#pragma once

#include <span>
#include <string>
#include <string_view>

namespace vitrine::imports {

/// One kind of fault: its stable code and what a person is told.
struct FaultKind {
    std::string_view code;
    std::string_view text;
};

/// All kinds, in the order of docs/guides/catalog-csv.md.
std::span<const FaultKind> import_fault_kinds();

/// The sentence for a code, with the offending value quoted after it when there is one. The value is shortened and its
/// control characters are replaced, so the report is safe to print. Throws for a code that is not in the list.
std::string fault_text(std::string_view code, std::string_view value);
/// The same for a column's name: what is no text in it becomes question marks.
std::string printable(std::string_view text);

}  // namespace vitrine::imports
