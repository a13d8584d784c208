#pragma once
// The form encoding of Stripe's v1 API: a[b]=c, a[0]=c. Keys stay as they are written.
#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/shape.h"

namespace vitrine::simulators::stripe {

class Params {
public:
    Params() = default;
    explicit Params(shape::Fields fields) : fields_(std::move(fields)) {}

    std::optional<std::string> get(std::string_view key) const {
        for (const auto& [name, value] : fields_)
            if (name == key) return value;
        return {};
    }
    std::string text(std::string_view key) const { return get(key).value_or(""); }
    bool is_true(std::string_view key) const { return get(key) == "true"; }
    bool has_any(std::string_view top) const {
        for (const auto& [name, value] : fields_)
            if (top_of(name) == top) return true;
        return false;
    }
    /// Of `metadata[a]=b`: {a: b}.
    std::map<std::string, std::string> under(std::string_view top) const {
        std::map<std::string, std::string> out;
        for (const auto& [name, value] : fields_)
            if (top_of(name) == top && name.size() > top.size() + 2 && name.ends_with(']')) out[name.substr(top.size() + 1, name.size() - top.size() - 2)] = value;
        return out;
    }
    /// Of `expand[]=a&expand[1]=b`: a and b.
    std::vector<std::string> list(std::string_view top) const {
        std::vector<std::string> out;
        for (const auto& [name, value] : under(top)) out.push_back(value);
        for (const auto& [name, value] : fields_)
            if (name == std::string(top) + "[]") out.push_back(value);
        return out;
    }
    /// The first top-level name that is none of `known`.
    std::optional<std::string> unknown(std::initializer_list<std::string_view> known) const {
        for (const auto& [name, value] : fields_)
            if (std::find(known.begin(), known.end(), top_of(name)) == known.end()) return std::string(top_of(name));
        return {};
    }
    static std::optional<std::int64_t> whole(std::string_view text) {
        std::int64_t value = 0;
        auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
        return fault == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
    }

private:
    static std::string_view top_of(std::string_view name) { return name.substr(0, name.find('[')); }
    shape::Fields fields_;
};

}  // namespace vitrine::simulators::stripe
