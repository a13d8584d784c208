#include "io/html/sanitize.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/text.h"
#include "io/html/tokens.h"

namespace vitrine::html {
namespace {

using Names = std::initializer_list<std::string_view>;
bool is_one_of(std::string_view name, Names names) { return std::ranges::find(names, name) != names.end(); }

constexpr size_t deepest = 40;

bool is_inline(std::string_view name) { return is_one_of(name, {"b", "strong", "i", "em", "u", "s", "del", "ins", "small", "sub", "sup", "code", "mark", "a"}); }
/// Blocks of running text: they hold no other block.
bool is_line(std::string_view name) { return is_one_of(name, {"p", "h2", "h3", "h4", "h5", "h6", "pre"}); }
bool is_block(std::string_view name) {
    return is_line(name) || is_one_of(name, {"ul", "ol", "li", "dl", "dt", "dd", "blockquote", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"});
}
/// Blocks in which text may stand as it is.
bool holds_text(std::string_view name) { return is_line(name) || is_inline(name) || is_one_of(name, {"li", "dt", "dd", "th", "td", "caption"}); }

/// What an element must stand in; empty: anywhere a block may stand.
std::vector<std::string_view> parents_of(std::string_view name) {
    if (name == "li") return {"ul", "ol"};
    if (name == "dt" || name == "dd") return {"dl"};
    if (name == "tr") return {"table", "thead", "tbody", "tfoot"};
    if (name == "td" || name == "th") return {"tr"};
    if (is_one_of(name, {"caption", "thead", "tbody", "tfoot"})) return {"table"};
    return {};
}
bool holds_blocks(std::string_view name) { return is_one_of(name, {"li", "dd", "blockquote", "th", "td"}); }

/// Scheme-relative and unknown schemes go; so does what hides its scheme behind spaces or control characters.
bool is_safe_link(std::string_view address) {
    if (address.empty() || address.size() > 2'000 || address.starts_with("//") || address.contains('\\')) return false;
    if (std::ranges::any_of(address, [](char c) { return (unsigned char)(c) <= ' ' || c == 0x7F; })) return false;
    auto lower = lower_ascii(address.substr(0, 8));
    for (std::string_view scheme : {"http://", "https://", "mailto:", "tel:"})
        if (lower.starts_with(scheme)) return true;
    auto colon = address.find(':');
    return colon == std::string_view::npos || address.substr(0, colon).find_first_of("/?#") != std::string_view::npos;
}

/// Bytes that belong on no page: broken UTF-8, control characters, direction overrides (U+202A to 202E, U+2066 to 2069).
std::string clean(std::string_view text) {
    std::string out;
    for (size_t i = 0; i < text.size();) {
        auto byte = static_cast<unsigned char>(text[i]);
        size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
        auto piece = text.substr(i, length);
        bool is_sound = piece.size() == length && is_utf8(piece) && !(byte < 0x20 && byte != '\n' && byte != '\t') && byte != 0x7F;
        bool turns = (piece >= "\u202A" && piece <= "\u202E") || (piece >= "\u2066" && piece <= "\u2069");
        if (is_sound && !turns) out += piece;
        i += is_sound ? length : 1;
    }
    return out;
}

bool is_blank(std::string_view text) {
    for (size_t i = 0; i < text.size();) {
        if (text.substr(i).starts_with("\u00A0")) i += 2;
        else if (text[i] == ' ' || text[i] == '\n' || text[i] == '\t') ++i;
        else return false;
    }
    return true;
}

/// Writes the allowed elements in an order that any browser reads as it was written.
class Writer {
public:
    void start(const Token& token) {
        auto name = token.name == "h1" ? std::string("h2") : token.name;
        if (name == "br") return put_break();
        if (is_one_of(name, {"div", "section", "article", "header", "footer", "center", "figure", "main", "aside", "hr", "form", "fieldset"})) return close_lines();
        if (is_inline(name)) return start_inline(name, token);
        if (is_block(name)) start_block(name, token);
    }
    void end(const Token& token) {
        auto name = token.name == "h1" ? std::string("h2") : token.name;
        if (is_one_of(name, {"div", "section", "article", "center", "figure"})) return close_lines();
        for (size_t i = open_.size(); i-- > 0;) {
            if (open_[i].name == name) return close_down_to(i);
            if (is_inline(name) && !is_inline(open_[i].name)) return;
        }
    }
    void text(std::string_view raw) {
        auto words = clean(decode_entities(raw));
        if (!is_in_text() && is_blank(words)) return;
        if (words.empty() || !make_room_for_text()) return;
        out_ += escape_html(words);
    }
    std::string finish() {
        close_down_to(0);
        return std::move(out_);
    }

private:
    struct Open {
        std::string name;
        size_t begins, content;   ///< in `out_`
    };

    bool is_in_text() const { return !open_.empty() && holds_text(open_.back().name); }
    /// Text cannot stand between rows or list items: it gets the paragraph or item it lacks.
    bool make_room_for_text() {
        while (!open_.empty() && !holds_text(open_.back().name) && !holds_blocks(open_.back().name) && !is_one_of(open_.back().name, {"ul", "ol"})) close_down_to(open_.size() - 1);
        if (is_in_text()) return true;
        return push(!open_.empty() && is_one_of(open_.back().name, {"ul", "ol"}) ? "li" : "p", {});
    }
    void put_break() {
        if (is_in_text()) out_ += "<br>";
    }
    void start_inline(const std::string& name, const Token& token) {
        for (size_t i = open_.size(); name == "a" && i-- > 0 && is_inline(open_[i].name);)
            if (open_[i].name == "a") close_down_to(i);  // links do not nest
        std::string attributes;
        if (name == "a") {
            auto href = attribute(token, "href");
            if (!href || !is_safe_link(*href)) return;
            attributes = " href=\"" + escape_html(*href) + "\" rel=\"nofollow noopener\"";
        }
        if (open_.size() < deepest && make_room_for_text()) push(name, attributes);
    }
    void start_block(const std::string& name, const Token& token) {
        close_lines();
        if (auto parents = parents_of(name); !parents.empty()) {
            size_t i = open_.size();
            while (i > 0 && !std::ranges::count(parents, open_[i - 1].name)) {
                if (open_[i - 1].name == "table" || (name == "li" && is_one_of(open_[i - 1].name, {"td", "th"}))) i = 1;
                --i;
            }
            if (i == 0) return name == "li" && !is_between_cells() ? static_cast<void>(push("ul", {}) && push("li", {})) : void();
            close_down_to(i);
        } else {
            while (!open_.empty() && !holds_blocks(open_.back().name)) {
                if (is_one_of(open_.back().name, {"ul", "ol"})) push("li", {});
                else close_down_to(open_.size() - 1);
            }
        }
        push(name, block_attributes(name, token));
    }
    bool is_between_cells() const { return !open_.empty() && !holds_blocks(open_.back().name); }
    static std::string block_attributes(const std::string& name, const Token& token) {
        std::string out;
        if (auto direction = attribute(token, "dir"); direction && is_one_of(*direction, {"rtl", "ltr", "auto"})) out += " dir=\"" + *direction + "\"";
        for (std::string_view span : {"colspan", "rowspan"}) {
            auto value = name == "td" || name == "th" ? attribute(token, span) : std::nullopt;
            if (value && !value->empty() && value->size() <= 2 && value->find_first_not_of("0123456789") == std::string::npos) out += " " + std::string(span) + "=\"" + *value + "\"";
        }
        return out;
    }
    static std::optional<std::string> attribute(const Token& token, std::string_view name) {
        for (const auto& [key, value] : token.attributes)
            if (key == name) return clean(decode_entities(value));
        return {};
    }
    bool push(std::string_view name, const std::string& attributes) {
        if (open_.size() >= deepest) return false;
        auto begins = out_.size();
        out_ += "<" + std::string(name) + attributes + ">";
        open_.push_back({std::string(name), begins, out_.size()});
        return true;
    }
    /// Ends paragraphs and whatever emphasis is open in them or in a cell.
    void close_lines() {
        size_t i = open_.size();
        while (i > 0 && (is_inline(open_[i - 1].name) || is_line(open_[i - 1].name))) --i;
        close_down_to(i);
    }
    void close_down_to(size_t count) {
        while (open_.size() > count) {
            auto& last = open_.back();
            bool is_empty = is_blank(std::string_view(out_).substr(last.content)) && !is_one_of(last.name, {"td", "th"});
            if (is_empty && !is_inline(last.name)) out_.resize(last.begins);
            else out_ += "</" + last.name + ">";
            open_.pop_back();
        }
    }

    std::string out_;
    std::vector<Open> open_;
};

}  // namespace

bool is_markup(std::string_view text) {
    return text.size() > 1 && text[0] == '<' && ((text[1] >= 'a' && text[1] <= 'z') || (text[1] >= 'A' && text[1] <= 'Z'));
}

std::string sanitize(std::string_view html) {
    Tokens tokens(html);
    Writer writer;
    for (auto token = tokens.next(); token.kind != Token::Kind::done; token = tokens.next()) {
        if (token.kind == Token::Kind::text) writer.text(token.text);
        else if (token.kind == Token::Kind::start) writer.start(token);
        else writer.end(token);
    }
    return writer.finish();
}

std::string plain_text(std::string_view text) {
    if (!is_markup(text)) return std::string(text);
    std::string out;
    auto end_line = [&out] {
        while (!out.empty() && out.back() == ' ') out.pop_back();
        if (!out.empty() && out.back() != '\n') out += '\n';
    };
    Tokens tokens(text);
    for (auto token = tokens.next(); token.kind != Token::Kind::done; token = tokens.next()) {
        if (token.kind != Token::Kind::text) {
            if (is_one_of(token.name, {"td", "th"}) && token.kind == Token::Kind::start && !out.empty() && out.back() != '\n') out += ' ';
            else if (!is_inline(token.name) && !is_one_of(token.name, {"td", "th", "span", "font"})) end_line();
            continue;
        }
        for (char c : decode_entities(token.text)) {
            bool is_gap = c == ' ' || c == '\n' || c == '\t' || c == '\r';
            if (!is_gap) out += c;
            else if (!out.empty() && out.back() != ' ' && out.back() != '\n') out += ' ';
        }
    }
    end_line();
    if (!out.empty()) out.pop_back();
    return out;
}

}  // namespace vitrine::html
