#pragma once
// How each kind of value is read, written and described: the codecs behind a shape. Include core/shape.h.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11.hpp>

#include "core/id.h"
#include "core/money.h"
#include "core/result.h"
#include "core/text.h"
#include "core/time.h"
#include "core/whole.h"

/// Describes a struct's members in order. Use in the struct's own namespace, after its definition.
#define SHAPE(Type, ...) BOOST_DESCRIBE_STRUCT(Type, (), (__VA_ARGS__))
/// Describes an enum; its values are written as their names.
#define SHAPE_ENUM(Type, ...) BOOST_DESCRIBE_ENUM(Type, __VA_ARGS__)

namespace vitrine {

/// JSON text that is already rendered; written as it stands, read as any value.
struct RawJson {
    std::string text = "null";
    bool operator==(const RawJson&) const = default;
};

namespace shape {

namespace json = boost::json;

/// Names and values of a query string, form, path or header block, decoded.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// Collects faults while a value is read, and knows where it is.
class Reader {
public:
    void fault(std::string code, std::string detail);
    void fault_at(std::string_view member, std::string code, std::string detail);
    void enter(std::string_view member);
    void enter(size_t index);
    void leave() { pointer_.resize(marks_.back()), marks_.pop_back(); }
    std::vector<Fault> faults;

private:
    std::string pointer_;
    std::vector<size_t> marks_;
};

/// Schemas by name, for the components of an OpenAPI document.
struct SchemaBook {
    std::map<std::string, json::object> named;
};

void write_string(std::string& out, std::string_view text);  ///< with quotes, escaped; '<' as \u003c so it may stand in a page
json::object reference_to(std::string_view name);
std::string type_name(std::string_view pretty_function);

template <class T>
concept Described = boost::describe::has_describe_members<T>::value && !std::is_union_v<T>;
template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

template <class T>
std::string name_of() {
    return type_name(__PRETTY_FUNCTION__);
}

template <class T, class F>
void each_member(F&& visit) {
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(std::forward<F>(visit));
}

/// How a type is read and written. `read` and `from_text` report faults and return whether `into` was filled.
template <class T>
struct Codec;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <>
struct Codec<bool> {
    static bool read(Reader& in, const json::value& from, bool& into);
    static bool from_text(Reader& in, std::string_view from, bool& into);
    static void write(std::string& out, bool value) { out += value ? "true" : "false"; }
    static json::object schema(SchemaBook&);
};

bool read_whole(Reader& in, const json::value& from, std::int64_t least, std::int64_t most, std::int64_t& into);
bool whole_from_text(Reader& in, std::string_view from, std::int64_t least, std::int64_t most, std::int64_t& into);
json::object whole_schema(std::int64_t least, std::int64_t most);
void write_whole(std::string& out, std::int64_t value);

template <class T>
    requires(std::is_integral_v<T> && !std::is_same_v<T, bool>)
struct Codec<T> {
    static constexpr std::int64_t least = std::is_signed_v<T> ? std::int64_t(std::numeric_limits<T>::min()) : 0;
    static constexpr std::int64_t most = sizeof(T) == 8 ? INT64_MAX : std::int64_t(std::numeric_limits<T>::max());
    static bool read(Reader& in, const json::value& from, T& into) {
        std::int64_t value;
        return read_whole(in, from, least, most, value) && (into = T(value), true);
    }
    static bool from_text(Reader& in, std::string_view from, T& into) {
        std::int64_t value;
        return whole_from_text(in, from, least, most, value) && (into = T(value), true);
    }
    static void write(std::string& out, T value) { write_whole(out, std::int64_t(value)); }
    static json::object schema(SchemaBook&) { return whole_schema(least, most); }
};

template <std::int64_t Min, std::int64_t Max>
struct Codec<Whole<Min, Max>> {
    static bool read(Reader& in, const json::value& from, Whole<Min, Max>& into) { return read_whole(in, from, Min, Max, into.value); }
    static bool from_text(Reader& in, std::string_view from, Whole<Min, Max>& into) { return whole_from_text(in, from, Min, Max, into.value); }
    static void write(std::string& out, Whole<Min, Max> value) { write_whole(out, value.value); }
    static json::object schema(SchemaBook&) { return whole_schema(Min, Max); }
};

/// For ratings, ratios and seconds in reports; never for money.
template <>
struct Codec<double> {
    static bool read(Reader& in, const json::value& from, double& into);
    static bool from_text(Reader& in, std::string_view from, double& into);
    static void write(std::string& out, double value);
    static json::object schema(SchemaBook&);
};

/// Everything that is a JSON string with a grammar of its own shares this: T is parsed from text and shown as text.
bool read_text(Reader& in, const json::value& from, std::string_view& into);
json::object text_schema(std::string_view format, std::optional<size_t> least = {}, std::optional<size_t> most = {});

template <>
struct Codec<std::string> {
    static bool read(Reader& in, const json::value& from, std::string& into);
    static bool from_text(Reader& in, std::string_view from, std::string& into);
    static void write(std::string& out, const std::string& value) { write_string(out, value); }
    static json::object schema(SchemaBook&) { return text_schema(""); }
};

template <class T, class Derived>
struct TextCodec {
    static bool read(Reader& in, const json::value& from, T& into) {
        std::string_view text;
        return read_text(in, from, text) && Derived::from_text(in, text, into);
    }
};

template <size_t Min, size_t Max>
struct Codec<Text<Min, Max>> : TextCodec<Text<Min, Max>, Codec<Text<Min, Max>>> {
    static bool from_text(Reader& in, std::string_view from, Text<Min, Max>& into) {
        auto parsed = Text<Min, Max>::parse(from);
        if (parsed) return into = std::move(*parsed), true;
        auto length = count_code_points(trim(from));
        bool too_short = length < Min, too_long = length > Max;
        in.fault(too_short ? "too_short" : too_long ? "too_long" : "bad_text",
                 too_short || too_long ? "write " + std::to_string(Min) + " to " + std::to_string(Max) + " characters" : "write plain text without control characters");
        return false;
    }
    static void write(std::string& out, const Text<Min, Max>& value) { write_string(out, value); }
    static json::object schema(SchemaBook&) { return text_schema("", Min, Max); }
};

template <class Rule>
struct Codec<Word<Rule>> : TextCodec<Word<Rule>, Codec<Word<Rule>>> {
    static bool from_text(Reader& in, std::string_view from, Word<Rule>& into) {
        auto parsed = Word<Rule>::parse(from);
        if (parsed) return into = std::move(*parsed), true;
        in.fault(std::string(Rule::code), std::string(Rule::advice));
        return false;
    }
    static void write(std::string& out, const Word<Rule>& value) { write_string(out, value); }
    static json::object schema(SchemaBook&) { return text_schema(Rule::format); }
};

template <Prefix P>
struct Codec<Id<P>> : TextCodec<Id<P>, Codec<Id<P>>> {
    static bool from_text(Reader& in, std::string_view from, Id<P>& into) {
        auto parsed = Id<P>::parse(from);
        if (parsed) return into = *parsed, true;
        in.fault("bad_id", "an id that starts with " + std::string(P.view()) + "_ belongs here");
        return false;
    }
    static void write(std::string& out, const Id<P>& value) { write_string(out, value.text()); }
    static json::object schema(SchemaBook&) { return text_schema(std::string(P.view()) + " id"); }
};

template <>
struct Codec<Instant> : TextCodec<Instant, Codec<Instant>> {
    static bool from_text(Reader& in, std::string_view from, Instant& into);
    static void write(std::string& out, Instant value) { write_string(out, format_rfc3339(value)); }
    static json::object schema(SchemaBook&) { return text_schema("date-time"); }
};

template <>
struct Codec<Currency> : TextCodec<Currency, Codec<Currency>> {
    static bool from_text(Reader& in, std::string_view from, Currency& into);
    static void write(std::string& out, Currency value) { write_string(out, value.code()); }
    static json::object schema(SchemaBook&) { return text_schema("iso-4217"); }
};

template <>
struct Codec<RawJson> {
    static bool read(Reader&, const json::value& from, RawJson& into);
    static bool from_text(Reader& in, std::string_view from, RawJson& into);
    static void write(std::string& out, const RawJson& value);
    static json::object schema(SchemaBook&) { return {}; }
};

bool expect_object(Reader& in, const json::value& from);
bool expect_array(Reader& in, const json::value& from);

template <DescribedEnum T>
struct Codec<T> : TextCodec<T, Codec<T>> {
    static bool from_text(Reader& in, std::string_view from, T& into) {
        std::string known;
        bool found = false;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto e) {
            if (from == e.name) into = e.value, found = true;
            known += (known.empty() ? "" : ", ") + std::string(e.name);
        });
        if (found) return true;
        in.fault("unknown_choice", "choose one of " + known);
        return false;
    }
    static void write(std::string& out, T value) { write_string(out, boost::describe::enum_to_string(value, "")); }
    static json::object schema(SchemaBook&) {
        json::array names;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto e) { names.emplace_back(e.name); });
        return {{"type", "string"}, {"enum", names}};
    }
};

template <class T>
struct Codec<std::optional<T>> {
    static bool read(Reader& in, const json::value& from, std::optional<T>& into) {
        if (from.is_null()) return into.reset(), true;
        return Codec<T>::read(in, from, into.emplace());
    }
    static bool from_text(Reader& in, std::string_view from, std::optional<T>& into) {
        if (from.empty()) return into.reset(), true;
        return Codec<T>::from_text(in, from, into.emplace());
    }
    static void write(std::string& out, const std::optional<T>& value) {
        if (value) Codec<T>::write(out, *value);
        else out += "null";
    }
    static json::object schema(SchemaBook& book) { return Codec<T>::schema(book); }
};

template <class T>
struct Codec<std::vector<T>> {
    static bool read(Reader& in, const json::value& from, std::vector<T>& into) {
        if (!expect_array(in, from)) return false;
        bool fine = true;
        into.clear();
        for (size_t i = 0; i < from.get_array().size(); ++i) {
            in.enter(i);
            T item{};
            fine &= Codec<T>::read(in, from.get_array()[i], item);
            into.push_back(std::move(item));
            in.leave();
        }
        return fine;
    }
    /// Comma separated, as in `filter[brand]=a,b`.
    static bool from_text(Reader& in, std::string_view from, std::vector<T>& into) {
        bool fine = true;
        while (!from.empty()) {
            auto comma = from.find(',');
            T item{};
            fine &= Codec<T>::from_text(in, from.substr(0, comma), item);
            into.push_back(std::move(item));
            from = comma == std::string_view::npos ? std::string_view{} : from.substr(comma + 1);
        }
        return fine;
    }
    static void write(std::string& out, const std::vector<T>& value) {
        out += '[';
        for (size_t i = 0; i < value.size(); ++i) {
            if (i) out += ',';
            Codec<T>::write(out, value[i]);
        }
        out += ']';
    }
    static json::object schema(SchemaBook& book) { return {{"type", "array"}, {"items", Codec<T>::schema(book)}}; }
};

template <class T>
struct Codec<std::map<std::string, T>> {
    static bool read(Reader& in, const json::value& from, std::map<std::string, T>& into) {
        if (!expect_object(in, from)) return false;
        bool fine = true;
        for (const auto& [key, value] : from.get_object()) {
            in.enter(key);
            fine &= Codec<T>::read(in, value, into[std::string(key)]);
            in.leave();
        }
        return fine;
    }
    static void write(std::string& out, const std::map<std::string, T>& value) {
        out += '{';
        bool first = true;
        for (const auto& [key, item] : value) {
            if (!std::exchange(first, false)) out += ',';
            write_string(out, key);
            out += ':';
            Codec<T>::write(out, item);
        }
        out += '}';
    }
    static json::object schema(SchemaBook& book) { return {{"type", "object"}, {"additionalProperties", Codec<T>::schema(book)}}; }
};

template <Described T>
struct Codec<T> {
    static bool read(Reader& in, const json::value& from, T& into) {
        if (!expect_object(in, from)) return false;
        const auto& object = from.get_object();
        bool fine = true;
        size_t known = 0;
        each_member<T>([&](auto member) {
            using M = std::remove_cvref_t<decltype(into.*member.pointer)>;
            auto found = object.find(member.name);
            if (found != object.end()) {
                ++known;
                in.enter(member.name);
                fine &= Codec<M>::read(in, found->value(), into.*member.pointer);
                in.leave();
            } else if constexpr (!is_optional<M>) {
                in.fault_at(member.name, "required", "this member is missing");
                fine = false;
            }
        });
        if (known != object.size()) report_unknown(in, object), fine = false;
        return fine;
    }
    static void write(std::string& out, const T& value) {
        out += '{';
        bool first = true;
        each_member<T>([&](auto member) {
            using M = std::remove_cvref_t<decltype(value.*member.pointer)>;
            if constexpr (is_optional<M>) {
                if (!(value.*member.pointer)) return;
            }
            if (!std::exchange(first, false)) out += ',';
            out += '"';
            out += member.name;
            out += "\":";
            Codec<M>::write(out, value.*member.pointer);
        });
        out += '}';
    }
    static json::object schema(SchemaBook& book) {
        auto name = name_of<T>();
        if (!book.named.contains(name)) {
            book.named[name];  // entered first, so that a shape may contain itself
            json::object properties;
            json::array required;
            each_member<T>([&](auto member) {
                using M = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
                properties[member.name] = Codec<M>::schema(book);
                if constexpr (!is_optional<M>) required.emplace_back(member.name);
            });
            book.named[name] = {{"type", "object"}, {"properties", properties}, {"required", required}, {"additionalProperties", false}};
        }
        return reference_to(name);
    }

private:
    static void report_unknown(Reader& in, const json::object& object) {
        for (const auto& [key, value] : object) {
            bool known = false;
            each_member<T>([&](auto member) { known |= key == member.name; });
            if (!known) in.fault_at(key, "unknown_member", "this member is not known here");
        }
    }
};

/// Money on the wire is {"minor": 12990, "currency": "PKR"}.
template <>
struct Codec<Money> {
    static bool read(Reader& in, const json::value& from, Money& into);
    static void write(std::string& out, const Money& value);
    static json::object schema(SchemaBook& book);
};

std::optional<Refusal> parse_json(std::string_view text, json::value& into);

}  // namespace shape

}  // namespace vitrine
