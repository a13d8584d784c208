#include "core/shape.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/stream_parser.hpp>
#include <fmt/format.h>

namespace vitrine::shape {
namespace {

constexpr size_t max_depth = 32;

std::string_view kind_of(const json::value& value) {
    switch (value.kind()) {
        case json::kind::null: return "null";
        case json::kind::bool_: return "a boolean";
        case json::kind::string: return "a string";
        case json::kind::array: return "an array";
        case json::kind::object: return "an object";
        default: return "a number";
    }
}

bool wrong_type(Reader& in, std::string_view wanted, const json::value& from) {
    in.fault("wrong_type", fmt::format("{} belongs here, not {}", wanted, kind_of(from)));
    return false;
}

bool in_range(Reader& in, std::int64_t value, std::int64_t least, std::int64_t most, std::int64_t& into) {
    into = value;
    if (value >= least && value <= most) return true;
    in.fault("out_of_range", fmt::format("a whole number from {} to {} belongs here", least, most));
    return false;
}

/// Whether a text or a name in it has the character U+0000, which PostgreSQL keeps in no text and no jsonb.
bool holds_nul(const json::value& value) {
    auto is_in = [](const auto& text) { return text.find('\0') != json::string::npos; };
    if (value.is_string()) return is_in(value.get_string());
    if (value.is_array()) return std::ranges::any_of(value.get_array(), holds_nul);
    return value.is_object() && std::ranges::any_of(value.get_object(), [&](const auto& member) { return is_in(member.key()) || holds_nul(member.value()); });
}

void append_escaped(std::string& pointer, std::string_view member) {
    pointer += '/';
    for (char c : member) {
        if (c == '~') pointer += "~0";
        else if (c == '/') pointer += "~1";
        else pointer += c;
    }
}

}  // namespace

void Reader::fault(std::string code, std::string detail) { faults.push_back({pointer_, std::move(code), std::move(detail)}); }

void Reader::fault_at(std::string_view member, std::string code, std::string detail) {
    enter(member);
    fault(std::move(code), std::move(detail));
    leave();
}

/// Names come from outside too: of maps, of forms. One that no JSON text and no database could hold is a fault, and its pointer is written without the odd bytes.
void Reader::enter(std::string_view member) {
    marks_.push_back(pointer_.size());
    bool is_plain = std::ranges::all_of(member, [](unsigned char c) { return c != 0 && c < 0x80; });
    if (is_plain || (is_utf8(member) && member.find('\0') == std::string_view::npos)) return append_escaped(pointer_, member);
    std::string readable;
    std::ranges::copy_if(member, std::back_inserter(readable), [](unsigned char c) { return c != 0 && c < 0x80; });
    append_escaped(pointer_, readable);
    fault("bad_text", "this name is not text in UTF-8");
}

void Reader::enter(size_t index) { enter(std::to_string(index)); }

void write_string(std::string& out, std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    out += '"';
    size_t from = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        auto c = (unsigned char)text[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != '<') continue;
        out.append(text, from, i - from);
        from = i + 1;
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                out += "\\u00";
                out += digits[c >> 4];
                out += digits[c & 15];
        }
    }
    out.append(text, from, text.size() - from);
    out += '"';
}

json::object reference_to(std::string_view name) { return {{"$ref", "#/components/schemas/" + std::string(name)}}; }

std::string type_name(std::string_view pretty) {
    auto from = pretty.find("T = ");
    auto name = std::string(pretty.substr(from + 4, pretty.rfind(']') - from - 4));
    auto cut = [&name](std::string_view part) {
        for (size_t at; (at = name.find(part)) != std::string::npos;) name.erase(at, part.size());
    };
    cut("vitrine::");
    cut("(anonymous namespace)::");
    for (char& c : name)
        if (!(std::isalnum((unsigned char)c) || c == '_')) c = '.';
    for (size_t at; (at = name.find("..")) != std::string::npos;) name.erase(at, 1);
    return name;
}

bool Codec<bool>::read(Reader& in, const json::value& from, bool& into) {
    if (!from.is_bool()) return wrong_type(in, "true or false", from);
    into = from.get_bool();
    return true;
}

bool Codec<bool>::from_text(Reader& in, std::string_view from, bool& into) {
    into = from == "true" || from == "1" || from == "on";
    if (into || from == "false" || from == "0" || from.empty()) return true;
    in.fault("wrong_type", "true or false belongs here");
    return false;
}

json::object Codec<bool>::schema(SchemaBook&) { return {{"type", "boolean"}}; }

bool read_whole(Reader& in, const json::value& from, std::int64_t least, std::int64_t most, std::int64_t& into) {
    if (from.is_int64()) return in_range(in, from.get_int64(), least, most, into);
    if (from.is_uint64() || from.is_double()) {
        in.fault("not_whole", "a whole number of at most 64 bits belongs here, without fraction or exponent");
        return false;
    }
    return wrong_type(in, "a whole number", from);
}

bool whole_from_text(Reader& in, std::string_view from, std::int64_t least, std::int64_t most, std::int64_t& into) {
    std::int64_t value = 0;
    auto [end, error] = std::from_chars(from.data(), from.data() + from.size(), value);
    if (error == std::errc{} && end == from.data() + from.size()) return in_range(in, value, least, most, into);
    in.fault(error == std::errc::result_out_of_range ? "out_of_range" : "not_whole", "a whole number belongs here");
    return false;
}

json::object whole_schema(std::int64_t least, std::int64_t most) {
    json::object schema{{"type", "integer"}};
    if (least != INT64_MIN) schema["minimum"] = least;
    if (most != INT64_MAX) schema["maximum"] = most;
    return schema;
}

void write_whole(std::string& out, std::int64_t value) {
    char digits[24];
    auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
    out.append(digits, end);
}

bool Codec<double>::read(Reader& in, const json::value& from, double& into) {
    if (!from.is_number()) return wrong_type(in, "a number", from);
    into = from.to_number<double>();
    if (std::isfinite(into)) return true;
    in.fault("out_of_range", "this number is too large");
    return false;
}

bool Codec<double>::from_text(Reader& in, std::string_view from, double& into) {
    auto [end, error] = std::from_chars(from.data(), from.data() + from.size(), into);
    if (error == std::errc{} && end == from.data() + from.size() && std::isfinite(into)) return true;
    in.fault("wrong_type", "a number belongs here");
    return false;
}

void Codec<double>::write(std::string& out, double value) { out += std::isfinite(value) ? fmt::format("{}", value) : "null"; }
json::object Codec<double>::schema(SchemaBook&) { return {{"type", "number"}}; }

bool read_text(Reader& in, const json::value& from, std::string_view& into) {
    if (!from.is_string()) return wrong_type(in, "a string", from);
    into = from.get_string();
    return true;
}

json::object text_schema(std::string_view format, std::optional<size_t> least, std::optional<size_t> most) {
    json::object schema{{"type", "string"}};
    if (!format.empty()) schema["format"] = format;
    if (least && *least) schema["minLength"] = *least;
    if (most) schema["maxLength"] = *most;
    return schema;
}

bool Codec<std::string>::read(Reader& in, const json::value& from, std::string& into) {
    std::string_view text;
    return read_text(in, from, text) && from_text(in, text, into);
}

bool Codec<std::string>::from_text(Reader& in, std::string_view from, std::string& into) {
    into = from;
    if (is_utf8(from) && from.find('\0') == std::string_view::npos) return true;
    in.fault("bad_text", "this is not text in UTF-8");
    return false;
}

bool Codec<Instant>::from_text(Reader& in, std::string_view from, Instant& into) {
    auto parsed = parse_rfc3339(from);
    if (parsed) return into = *parsed, true;
    in.fault("bad_time", "write a time such as 2026-03-01T10:00:00Z");
    return false;
}

bool Codec<Currency>::from_text(Reader& in, std::string_view from, Currency& into) {
    auto parsed = Currency::parse(from);
    if (parsed) return into = *parsed, true;
    in.fault("currency.unknown", "use a three-letter ISO 4217 code such as PKR");
    return false;
}

bool Codec<RawJson>::read(Reader& in, const json::value& from, RawJson& into) {
    into.text = json::serialize(from);
    if (!holds_nul(from)) return true;
    in.fault("bad_text", "text without the character U+0000 belongs here");
    return false;
}

bool Codec<RawJson>::from_text(Reader& in, std::string_view from, RawJson& into) {
    json::value parsed;
    if (!parse_json(from, parsed) && !holds_nul(parsed)) return into.text = from, true;
    in.fault("bad_json", "JSON belongs here");
    return false;
}

// In JSON '<' stands in strings only, so it can be escaped without looking where it is.
void Codec<RawJson>::write(std::string& out, const RawJson& value) {
    std::string_view rest = value.text;
    for (size_t at; (at = rest.find('<')) != std::string_view::npos; rest.remove_prefix(at + 1)) {
        out += rest.substr(0, at);
        out += "\\u003c";
    }
    out += rest;
}

bool Codec<Money>::read(Reader& in, const json::value& from, Money& into) {
    if (!expect_object(in, from)) return false;
    bool fine = true;
    auto member = [&](std::string_view name, auto& value) {
        auto found = from.get_object().find(name);
        if (found == from.get_object().end()) return in.fault_at(name, "required", "this member is missing"), void(fine = false);
        in.enter(name);
        fine &= Codec<std::remove_cvref_t<decltype(value)>>::read(in, found->value(), value);
        in.leave();
    };
    member("minor", into.minor);
    member("currency", into.currency);
    for (const auto& [key, value] : from.get_object())
        if (key != "minor" && key != "currency") in.fault_at(key, "unknown_member", "this member is not known here"), fine = false;
    return fine;
}

void Codec<Money>::write(std::string& out, const Money& value) {
    out += "{\"minor\":";
    write_whole(out, value.minor);
    out += ",\"currency\":\"";
    out += value.currency.code();
    out += "\"}";
}

json::object Codec<Money>::schema(SchemaBook& book) {
    book.named["Money"] = {{"type", "object"},
                           {"description", "An amount in whole minor units (paisa, cents) of an ISO 4217 currency"},
                           {"properties", {{"minor", {{"type", "integer"}, {"format", "int64"}}}, {"currency", text_schema("iso-4217", 3, 3)}}},
                           {"required", {"minor", "currency"}},
                           {"additionalProperties", false}};
    return reference_to("Money");
}

bool expect_object(Reader& in, const json::value& from) { return from.is_object() || wrong_type(in, "an object", from); }
bool expect_array(Reader& in, const json::value& from) { return from.is_array() || wrong_type(in, "an array", from); }

std::optional<Refusal> parse_json(std::string_view text, json::value& into) {
    json::parse_options options;
    options.max_depth = max_depth;
    json::error_code error;
    json::stream_parser parser({}, options);
    auto read = parser.write_some(text.data(), text.size(), error);
    if (!error && read == text.size()) parser.finish(error);
    else if (!error) error = json::error::extra_data;
    if (error) return refuse(refusals::malformed, fmt::format("not JSON at byte {}: {}", read, error.message())).error();
    into = parser.release();
    return {};
}

}  // namespace vitrine::shape
