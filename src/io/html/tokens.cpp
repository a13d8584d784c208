#include "io/html/tokens.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace vitrine::html {
namespace {

constexpr std::array hidden_elements{"script", "style", "iframe", "noscript", "noembed", "noframes", "object", "embed", "template", "svg", "math",
                                     "textarea", "title", "select", "audio", "video", "canvas", "xmp", "head"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }
bool ends_name(char c) { return is_space(c) || c == '/' || c == '>' || c == '='; }

std::string_view take_while(std::string_view& text, auto&& wanted) {
    auto end = size_t(std::ranges::find_if_not(text, wanted) - text.begin());
    auto taken = text.substr(0, end);
    text.remove_prefix(end);
    return taken;
}

/// Drops everything up to and with `mark`, or all of it.
void skip_past(std::string_view& text, std::string_view mark) {
    auto at = text.find(mark);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + mark.size());
}

}  // namespace

Token Tokens::next() {
    Token token;
    while (!rest_.empty()) {
        if (rest_[0] == '<' && take_markup(token)) {
            if (token.kind == Token::Kind::done) continue;  // a comment
            if (token.kind == Token::Kind::start && std::ranges::count(hidden_elements, token.name)) {
                pass_hidden(token.name);
                continue;
            }
            return token;
        }
        auto end = std::min(rest_.find('<', 1), rest_.size());
        token.kind = Token::Kind::text;
        token.text = rest_.substr(0, end);
        rest_.remove_prefix(end);
        return token;
    }
    token.kind = Token::Kind::done;
    return token;
}

/// False when the `<` opens nothing.
bool Tokens::take_markup(Token& token) {
    token = {};
    auto after = rest_.substr(1);
    if (after.starts_with("!--")) return skip_past(rest_, "-->"), true;
    if (after.starts_with('!') || after.starts_with('?')) return skip_past(rest_, ">"), true;
    bool is_end = after.starts_with('/');
    if (is_end) after.remove_prefix(1);
    if (after.empty() || !is_letter(after[0])) return false;
    rest_ = after;
    token.name = lower_ascii(take_while(rest_, [](char c) { return !ends_name(c); }));
    take_attributes(token);
    token.kind = is_end ? Token::Kind::end : Token::Kind::start;
    return true;
}

void Tokens::take_attributes(Token& token) {
    for (;;) {
        take_while(rest_, [](char c) { return is_space(c) || c == '/' || c == '='; });
        if (rest_.empty()) return;
        if (rest_[0] == '>') return rest_.remove_prefix(1);
        auto name = lower_ascii(take_while(rest_, [](char c) { return !ends_name(c); }));
        take_while(rest_, is_space);
        std::string_view value;
        if (rest_.starts_with('=')) {
            rest_.remove_prefix(1);
            take_while(rest_, is_space);
            if (rest_.starts_with('"') || rest_.starts_with('\'')) {
                char quote = rest_[0];
                rest_.remove_prefix(1);
                value = take_while(rest_, [quote](char c) { return c != quote; });
                if (!rest_.empty()) rest_.remove_prefix(1);
            } else {
                value = take_while(rest_, [](char c) { return !is_space(c) && c != '>'; });
            }
        }
        if (token.attributes.size() < 50) token.attributes.emplace_back(std::move(name), value);
    }
}

/// Everything up to the end tag, or to the end: a browser that reads on would not show it either.
void Tokens::pass_hidden(const std::string& name) {
    if (name == "embed") return;  // has no end tag
    while (!rest_.empty()) {
        skip_past(rest_, "</");
        if (lower_ascii(rest_.substr(0, name.size())) != name) continue;
        if (rest_.size() > name.size() && !ends_name(rest_[name.size()])) continue;
        return skip_past(rest_, ">");
    }
}

}  // namespace vitrine::html
