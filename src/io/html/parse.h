#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::html {

/// A template as a tree: what mustache(5) calls tags, ready to be walked.
struct Node {
    enum class Kind { text, escaped, raw, section, inverted, partial };
    Kind kind = Kind::text;
    std::string text;                 ///< the text itself, or a partial's name
    std::vector<std::string> path;    ///< a tag's name, split at its dots; empty for "."
    std::vector<Node> children;       ///< of a section
    const std::vector<Node>* target = nullptr;  ///< of a partial, once all templates are read
    int line = 1;
};

/// Parses one template. Sections, comments and partials that stand alone on a line take the line with them. Throws std::runtime_error
/// naming `file` and the line for an open or mismatched section, an unclosed tag, and for what is not supported (other delimiters, lambdas).
std::vector<Node> parse_template(std::string_view file, std::string_view text);

}  // namespace vitrine::html
