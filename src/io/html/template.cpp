// Our own renderer of mustache: kainjow's copies all data into its own tree, parses partials at every use and is not const.
#include "io/html/template.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "io/html/parse.h"

namespace vitrine::html {
namespace {

constexpr int deepest_partial = 64;

void append_escaped(std::string& out, std::string_view text) {
    size_t from = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        std::string_view entity;
        switch (text[i]) {
            case '&': entity = "&amp;"; break;
            case '<': entity = "&lt;"; break;
            case '>': entity = "&gt;"; break;
            case '"': entity = "&quot;"; break;
            case '\'': entity = "&#39;"; break;
            default: continue;
        }
        out.append(text, from, i - from);
        out += entity;
        from = i + 1;
    }
    out.append(text, from, text.size() - from);
}

/// Walks the nodes of one template over a stack of data.
class Renderer {
public:
    Renderer(std::string& out, const Data& data) : out_(out), stack_{&data} {}

    void render(const std::vector<Node>& nodes) {
        for (const auto& node : nodes) {
            switch (node.kind) {
                case Node::Kind::text: out_ += node.text; break;
                case Node::Kind::escaped: render_value(node, true); break;
                case Node::Kind::raw: render_value(node, false); break;
                case Node::Kind::section: render_section(node); break;
                case Node::Kind::inverted:
                    if (!is_truthy(find(node))) render(node.children);
                    break;
                case Node::Kind::partial: render_partial(node); break;
            }
        }
    }

private:
    const Data* find(const Node& node) const {
        if (node.path.empty()) return stack_.back();
        for (size_t i = stack_.size(); i-- > 0;) {
            auto* found = member(*stack_[i], node.path[0]);
            for (size_t part = 1; found && part < node.path.size(); ++part) found = member(*found, node.path[part]);
            if (found) return found;
        }
        return nullptr;
    }

    static const Data* member(const Data& data, const std::string& name) {
        auto* members = std::get_if<std::shared_ptr<const Members>>(&data.value());
        if (!members) return nullptr;
        auto at = (*members)->find(name);
        return at == (*members)->end() ? nullptr : &at->second;
    }

    static bool is_truthy(const Data* data) {
        if (!data) return false;
        const auto& value = data->value();
        if (auto* text = std::get_if<std::string>(&value)) return !text->empty();
        if (auto* yes = std::get_if<bool>(&value)) return *yes;
        if (auto* list = std::get_if<std::shared_ptr<const List>>(&value)) return !(*list)->empty();
        return true;
    }

    void render_value(const Node& node, bool is_escaped) {
        auto* data = find(node);
        if (!data) return;
        if (auto* text = std::get_if<std::string>(&data->value())) {
            if (is_escaped) append_escaped(out_, *text);
            else out_ += *text;
        } else if (auto* yes = std::get_if<bool>(&data->value()); yes && *yes) {
            out_ += "true";
        }
    }

    void render_section(const Node& node) {
        auto* data = find(node);
        if (!is_truthy(data)) return;
        if (auto* list = std::get_if<std::shared_ptr<const List>>(&data->value())) {
            for (const auto& item : **list) render_with(node.children, item);
        } else {
            render_with(node.children, *data);
        }
    }

    void render_with(const std::vector<Node>& nodes, const Data& data) {
        stack_.push_back(&data);
        render(nodes);
        stack_.pop_back();
    }

    void render_partial(const Node& node) {
        if (++depth_ > deepest_partial) throw std::runtime_error("the partial '" + node.text + "' contains itself without end");
        render(*node.target);
        --depth_;
    }

    std::string& out_;
    std::vector<const Data*> stack_;
    int depth_ = 0;
};

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

Data::Data(List list) : value_(std::make_shared<const List>(std::move(list))) {}
Data::Data(Members members) : value_(std::make_shared<const Members>(std::move(members))) {}
Data::Data(std::initializer_list<std::pair<const std::string, Data>> members) : Data(Members(members.begin(), members.end())) {}

struct Templates::Inner {
    struct Entry {
        std::string file;
        std::vector<Node> nodes;
    };
    std::map<std::string, Entry, std::less<>> by_name;  // "product" or "parts/header"

    /// By full name, or by file name alone where only one folder has it.
    const Entry* find(std::string_view name) const {
        if (auto at = by_name.find(name); at != by_name.end()) return &at->second;
        const Entry* found = nullptr;
        for (const auto& [full, entry] : by_name) {
            if (full.size() <= name.size() || !full.ends_with(name) || full[full.size() - name.size() - 1] != '/') continue;
            if (found) return nullptr;
            found = &entry;
        }
        return found;
    }

    void link(const std::string& file, std::vector<Node>& nodes) const {
        for (auto& node : nodes) {
            link(file, node.children);
            if (node.kind != Node::Kind::partial) continue;
            auto* entry = find(node.text);
            if (!entry) throw std::runtime_error(file + ":" + std::to_string(node.line) + ": there is no template '" + node.text + "'");
            node.target = &entry->nodes;
        }
    }
};

Templates::Templates() : inner_(std::make_unique<Inner>()) {}
Templates::~Templates() = default;
Templates::Templates(Templates&&) noexcept = default;

Templates Templates::load(const std::string& folder) {
    namespace fs = std::filesystem;
    if (!fs::is_directory(folder)) throw std::runtime_error("there is no folder of templates at " + folder);
    Templates templates;
    for (const auto& file : fs::recursive_directory_iterator(folder)) {
        auto extension = file.path().extension();
        if (!file.is_regular_file() || (extension != ".mustache" && extension != ".html")) continue;
        auto path = file.path().string();
        auto name = fs::relative(file.path(), folder).replace_extension().generic_string();
        auto nodes = parse_template(path, read_file(file.path()));
        bool is_new = templates.inner_->by_name.emplace(name, Inner::Entry{path, std::move(nodes)}).second;
        if (!is_new) throw std::runtime_error(path + ": another template is called '" + name + "' too");
    }
    for (auto& [name, entry] : templates.inner_->by_name) templates.inner_->link(entry.file, entry.nodes);
    return templates;
}

std::string Templates::render(std::string_view name, const Data& data) const {
    auto* entry = inner_->find(name);
    if (!entry) throw std::runtime_error("there is no template '" + std::string(name) + "'");
    std::string out;
    out.reserve(16 * 1024);
    Renderer(out, data).render(entry->nodes);
    return out;
}

}  // namespace vitrine::html
