#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::html {

/// A piece of somebody's HTML as a browser would cut it.
struct Token {
    enum class Kind { text, start, end, done };
    Kind kind = Kind::done;
    std::string_view text;                                      ///< text: as written, entities not decoded
    std::string name;                                           ///< tags: in lower case
    std::vector<std::pair<std::string, std::string_view>> attributes;  ///< names in lower case, values as written
};

/// Cuts HTML into tags and text; comments, doctypes and processing instructions are passed over, and so is what stands inside elements whose
/// content is no text for readers (script, style, iframe, svg, …). Never fails: what is no tag is text.
class Tokens {
public:
    explicit Tokens(std::string_view html) : rest_(html) {}
    Token next();

private:
    bool take_markup(Token& token);
    void take_attributes(Token& token);
    void pass_hidden(const std::string& name);
    std::string_view rest_;
};

}  // namespace vitrine::html
