#pragma once
// A shape is a plain struct described once: SHAPE(NewLine, variant, quantity). From that one line come reading JSON with every
// fault reported at its pointer, writing JSON, reading query strings and forms, JSON Schema for OpenAPI, and row mapping (io/pg).
#include "core/shape_codec.h"

namespace vitrine {

/// Reads JSON into a shape. Refuses request.malformed (not JSON) or request.invalid with one fault for everything wrong.
template <class T>
Result<T> read_json(std::string_view text) {
    shape::json::value parsed;
    if (auto refusal = shape::parse_json(text, parsed)) return refuse(std::move(*refusal));
    T value{};
    shape::Reader in;
    shape::Codec<T>::read(in, parsed, value);
    if (!in.faults.empty()) return refuse(refusals::invalid, {}, std::move(in.faults));
    return value;
}

/// Writes a shape as JSON: snake_case members in the order described, empty optionals left out.
template <class T>
void write_json(std::string& out, const T& value) {
    shape::Codec<T>::write(out, value);
}
template <class T>
std::string to_json(const T& value) {
    std::string out;
    write_json(out, value);
    return out;
}

/// The described name of an enum's value: what JSON, SQL and people see.
template <shape::DescribedEnum T>
std::string_view shape_name(T value) {
    return boost::describe::enum_to_string(value, "");
}

enum class UnknownFields { refuse, ignore };

/// Reads query strings, forms, path parameters and headers into a shape. Lists are comma separated or repeated; a
/// `std::map<std::string, …>` member `filter` gathers `filter[a]=…`, `filter[b]=…`.
template <class T>
Result<T> read_fields(const shape::Fields& fields, UnknownFields unknown = UnknownFields::refuse) {
    T value{};
    shape::Reader in;
    std::vector<bool> used(fields.size());
    shape::each_member<T>([&](auto member) {
        using M = std::remove_cvref_t<decltype(value.*member.pointer)>;
        std::string_view name = member.name;
        bool found = false;
        in.enter(name);
        for (size_t i = 0; i < fields.size(); ++i) {
            const auto& [key, text] = fields[i];
            if (key == name) {
                if constexpr (requires { shape::Codec<M>::from_text(in, text, value.*member.pointer); })
                    shape::Codec<M>::from_text(in, text, value.*member.pointer);
                else in.fault("wrong_type", "write " + std::string(name) + "[name]=value");
                found = used[i] = true;
            } else if constexpr (requires { typename M::mapped_type; }) {
                if (key.starts_with(std::string(name) + "[") && key.ends_with(']')) {
                    auto inner = key.substr(name.size() + 1, key.size() - name.size() - 2);
                    in.enter(inner);
                    shape::Codec<typename M::mapped_type>::from_text(in, text, (value.*member.pointer)[inner]);
                    in.leave();
                    used[i] = true;
                }
            }
        }
        constexpr bool may_be_absent = shape::is_optional<M> || requires { typename M::value_type; (value.*member.pointer).clear(); };
        if (!found && (!may_be_absent || std::is_same_v<M, std::string>)) in.fault("required", "this value is missing");
        in.leave();
    });
    if (unknown == UnknownFields::refuse)
        for (size_t i = 0; i < fields.size(); ++i)
            if (!used[i]) in.fault_at(fields[i].first, "unknown_member", "this value is not known here");
    if (!in.faults.empty()) return refuse(refusals::invalid, {}, std::move(in.faults));
    return value;
}

}  // namespace vitrine
