#include "io/html/parse.h"

#include <stdexcept>

#include <fmt/format.h>

#include "core/text.h"

namespace vitrine::html {
namespace {

class Parser {
public:
    Parser(std::string_view file, std::string_view text) : file_(file), text_(text) {}

    std::vector<Node> parse() {
        auto nodes = parse_until("", 1);
        return nodes;
    }

private:
    struct Tag {
        char sigil = 0;
        std::string name;
        size_t start, end;
        int line;
    };

    [[noreturn]] void fail(int line, std::string_view what) const { throw std::runtime_error(fmt::format("{}:{}: {}", file_, line, what)); }

    void add_text(std::vector<Node>& nodes, size_t from, size_t to) {
        if (from < to) nodes.push_back({.kind = Node::Kind::text, .text = std::string(text_.substr(from, to - from)), .line = line_});
    }

    Tag read_tag(size_t start) {
        bool is_triple = text_.substr(start).starts_with("{{{");
        std::string_view closing = is_triple ? "}}}" : "}}";
        auto close = text_.find(closing, start);
        if (close == std::string_view::npos) fail(line_, "this tag is not closed");
        auto inside = text_.substr(start + closing.size(), close - start - closing.size());
        Tag tag{0, {}, start, close + closing.size(), line_};
        if (is_triple) {
            tag.sigil = '&';
        } else if (!inside.empty() && std::string_view("#^/!>&=").find(inside[0]) != std::string_view::npos) {
            tag.sigil = inside[0];
            inside.remove_prefix(1);
        }
        tag.name = trim(inside);
        if (tag.name.empty() && tag.sigil != '!') fail(line_, "this tag has no name");
        if (tag.sigil == '=') fail(line_, "other delimiters are not supported");
        return tag;
    }

    /// Where the line of a tag that stands alone begins and ends; otherwise the tag itself.
    std::pair<size_t, size_t> extent(const Tag& tag) const {
        size_t from = tag.start, to = tag.end;
        while (from > 0 && (text_[from - 1] == ' ' || text_[from - 1] == '\t')) --from;
        while (to < text_.size() && (text_[to] == ' ' || text_[to] == '\t' || text_[to] == '\r')) ++to;
        bool starts_line = from == 0 || text_[from - 1] == '\n', ends_line = to == text_.size() || text_[to] == '\n';
        if (!starts_line || !ends_line || from < consumed_) return {tag.start, tag.end};
        return {from, std::min(to + 1, text_.size())};
    }

    std::vector<std::string> split(const Tag& tag) const {
        std::vector<std::string> path;
        if (tag.name == ".") return path;
        std::string_view left = tag.name;
        while (true) {
            auto dot = left.find('.');
            path.emplace_back(left.substr(0, dot));
            if (path.back().empty() || path.back().find_first_of(" \t\n{}") != std::string::npos) fail(tag.line, "'" + tag.name + "' is not a name");
            if (dot == std::string_view::npos) return path;
            left.remove_prefix(dot + 1);
        }
    }

    void count_lines(size_t from, size_t to) {
        for (size_t i = from; i < to; ++i) line_ += text_[i] == '\n';
    }

    std::vector<Node> parse_until(const std::string& section, int opened_at) {
        std::vector<Node> nodes;
        while (true) {
            auto start = text_.find("{{", consumed_);
            if (start == std::string_view::npos) {
                if (!section.empty()) fail(opened_at, "the section '" + section + "' is not closed");
                add_text(nodes, consumed_, text_.size());
                consumed_ = text_.size();
                return nodes;
            }
            auto text_start_line = line_;
            count_lines(consumed_, start);
            auto tag = read_tag(start);
            bool may_stand_alone = tag.sigil && tag.sigil != '&';
            auto [from, to] = may_stand_alone ? extent(tag) : std::pair(tag.start, tag.end);
            std::swap(text_start_line, line_);
            add_text(nodes, consumed_, from);
            line_ = text_start_line;
            count_lines(start, to);
            consumed_ = to;
            if (tag.sigil == '/') {
                if (tag.name != section) fail(tag.line, section.empty() ? "no section is open here" : "the section '" + section + "' is open, not '" + tag.name + "'");
                return nodes;
            }
            if (tag.sigil != '!') nodes.push_back(make_node(tag));
        }
    }

    Node make_node(const Tag& tag) {
        Node node;
        node.line = tag.line;
        if (tag.sigil == '>') {
            node.kind = Node::Kind::partial;
            node.text = tag.name;
            return node;
        }
        node.path = split(tag);
        if (tag.sigil == '#' || tag.sigil == '^') {
            node.kind = tag.sigil == '#' ? Node::Kind::section : Node::Kind::inverted;
            node.children = parse_until(tag.name, tag.line);
        } else {
            node.kind = tag.sigil == '&' ? Node::Kind::raw : Node::Kind::escaped;
        }
        return node;
    }

    std::string_view file_, text_;
    size_t consumed_ = 0;
    int line_ = 1;
};

}  // namespace

std::vector<Node> parse_template(std::string_view file, std::string_view text) { return Parser(file, text).parse(); }

}  // namespace vitrine::html
