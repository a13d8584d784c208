// The trie of route patterns. A pattern's segments are text, `{name}` (one segment) or, at its end, `{name...}` (all that is left).
// Text wins over a parameter, a parameter over the rest; a dead end goes back and tries the next.
#include <algorithm>
#include <array>
#include <stdexcept>

#include "io/http/percent.h"
#include "io/http/server.h"

namespace vitrine::http {
namespace {

constexpr size_t method_count = 7;

enum class SegmentKind { text, parameter, rest };

SegmentKind kind_of(std::string_view segment) {
    if (!segment.starts_with('{')) return SegmentKind::text;
    return segment.ends_with("...}") ? SegmentKind::rest : SegmentKind::parameter;
}

std::string_view name_of(std::string_view segment) {
    segment = segment.substr(1, segment.size() - 2);
    return segment.ends_with("...") ? segment.substr(0, segment.size() - 3) : segment;
}

/// "/a/b" gives "a" and leaves "/b".
std::string_view take_segment(std::string_view& path) {
    path.remove_prefix(1);
    auto segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

/// The path keeps %2F and %25 as they were sent, so that a slash in a value does not look like a new segment.
std::string decode_kept_escapes(std::string_view segment) {
    std::string out;
    for (size_t i = 0; i < segment.size(); ++i) {
        auto byte = segment[i] == '%' ? percent_byte(segment.substr(i)) : std::nullopt;
        out += byte.value_or(segment[i]);
        if (byte) i += 2;
    }
    return out;
}

std::string fault_of(const Route& route, std::string_view what) {
    return std::string(boost::describe::enum_to_string(route.method, "?")) + " " + route.pattern + ": " + std::string(what);
}

void check_route(const Route& route) {
    if (!route.pattern.starts_with('/')) throw std::logic_error(fault_of(route, "a pattern starts with a slash"));
    if (route.pattern.starts_with("/api/") && route.options.summary.empty()) throw std::logic_error(fault_of(route, "a route of the API needs a summary"));
    if (route.options.access == Access::staff && route.options.permission.empty()) throw std::logic_error(fault_of(route, "a staff route needs a permission"));
}

}  // namespace

struct Router::Node {
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> texts;  // sorted by segment
    std::unique_ptr<Node> parameter, rest;
    std::array<const Route*, method_count> routes{};

    bool is_leaf() const {
        return std::ranges::any_of(routes, [](const Route* route) { return route != nullptr; });
    }
    Node* find_text(std::string_view segment) const {
        auto at = std::ranges::lower_bound(texts, segment, {}, [](const auto& entry) { return std::string_view(entry.first); });
        return at != texts.end() && at->first == segment ? at->second.get() : nullptr;
    }
    Node& child(std::string_view segment) {
        if (auto kind = kind_of(segment); kind != SegmentKind::text) {
            auto& place = kind == SegmentKind::rest ? rest : parameter;
            if (!place) place = std::make_unique<Node>();
            return *place;
        }
        if (auto* known = find_text(segment)) return *known;
        auto at = std::ranges::lower_bound(texts, segment, {}, [](const auto& entry) { return std::string_view(entry.first); });
        return *texts.emplace(at, std::string(segment), std::make_unique<Node>())->second;
    }
    /// The leaf for `path`; `values` gets what the parameters on the way stand for.
    const Node* walk(std::string_view path, std::vector<std::string_view>& values) const {
        if (path.empty()) return is_leaf() ? this : nullptr;
        auto all = path.substr(1);
        auto segment = take_segment(path);
        if (auto* next = find_text(segment))
            if (auto* leaf = next->walk(path, values)) return leaf;
        auto mark = values.size();
        if (parameter && !segment.empty()) {
            values.push_back(segment);
            if (auto* leaf = parameter->walk(path, values)) return leaf;
            values.resize(mark);
        }
        if (rest && !all.empty()) {
            values.push_back(all);
            return rest.get();
        }
        return nullptr;
    }
};

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)), root_(std::make_unique<Node>()) {
    for (const auto& route : routes_) {
        check_route(route);
        auto* node = root_.get();
        for (std::string_view left = route.pattern; !left.empty();) {
            auto segment = take_segment(left);
            if (kind_of(segment) == SegmentKind::rest && !left.empty()) throw std::logic_error(fault_of(route, "{name...} ends a pattern"));
            node = &node->child(segment);
        }
        auto& place = node->routes[size_t(route.method)];
        if (place) throw std::logic_error(fault_of(route, "this route is there already, as " + place->pattern));
        place = &route;
    }
}

Router::~Router() = default;

Router::Match Router::find(Request& request) const {
    std::vector<std::string_view> values;
    auto* leaf = root_->walk(request.path, values);
    if (!leaf) return {};
    auto route = leaf->routes[size_t(request.method)];
    if (!route && request.method == Method::head) route = leaf->routes[size_t(Method::get)];
    if (!route) {
        Match match{nullptr, true, {}};
        for (size_t i = 0; i < method_count; ++i) {
            if (leaf->routes[i]) match.allowed.push_back(Method(i));
            if (leaf->routes[i] && Method(i) == Method::get) match.allowed.push_back(Method::head);
        }
        return match;
    }
    request.path_parameters.clear();
    size_t next = 0;
    for (std::string_view left = route->pattern; !left.empty() && next < values.size();) {
        auto segment = take_segment(left);
        auto kind = kind_of(segment);
        if (kind == SegmentKind::text) continue;
        auto value = values[next++];
        // Of the rest of a path, escapes stay as they are: it names files, and an escaped slash must not become a way up.
        request.path_parameters.emplace_back(name_of(segment), kind == SegmentKind::rest ? std::string(value) : decode_kept_escapes(value));
    }
    return {route, true, {}};
}

const std::vector<Route>& Router::routes() const { return routes_; }

}  // namespace vitrine::http
