#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine {

bool is_utf8(std::string_view bytes);               ///< well-formed, no surrogates, no overlong forms
size_t count_code_points(std::string_view utf8);    ///< of well-formed UTF-8
bool has_control_characters(std::string_view text);  ///< C0 but for tab and newline, DEL, C1
std::string trim(std::string_view text);            ///< without ASCII white space at both ends
std::string lower_ascii(std::string_view text);
std::string escape_html(std::string_view text);      ///< & < > " ' for element text and quoted attributes

/// Text with Min to Max code points, valid UTF-8, trimmed, without control characters.
template <size_t Min, size_t Max>
class Text {
public:
    static constexpr size_t min_length = Min, max_length = Max;
    Text() = default;  ///< not yet read; every edge fills it or refuses
    static std::optional<Text> parse(std::string_view raw) {
        auto trimmed = trim(raw);
        if (!is_utf8(trimmed) || has_control_characters(trimmed)) return {};
        auto length = count_code_points(trimmed);
        if (length < Min || length > Max) return {};
        return Text(std::move(trimmed));
    }
    const std::string& str() const { return value_; }
    operator std::string_view() const { return value_; }
    auto operator<=>(const Text&) const = default;

private:
    explicit Text(std::string value) : value_(std::move(value)) {}
    std::string value_;
};

/// A word with its own grammar: `Rule::accepts` judges, `Rule::normalize` may fold first, `Rule::format` names it in OpenAPI.
template <class Rule>
class Word {
public:
    using rule = Rule;
    Word() = default;  ///< not yet read; every edge fills it or refuses
    static std::optional<Word> parse(std::string_view raw) {
        auto value = Rule::normalize(trim(raw));
        return Rule::accepts(value) ? std::optional(Word(std::move(value))) : std::nullopt;
    }
    const std::string& str() const { return value_; }
    operator std::string_view() const { return value_; }
    auto operator<=>(const Word&) const = default;

private:
    explicit Word(std::string value) : value_(std::move(value)) {}
    std::string value_;
};

struct EmailRule {
    static constexpr std::string_view format = "email";
    static constexpr std::string_view code = "email.malformed";
    static constexpr std::string_view advice = "write an address such as name@example.com";
    static std::string normalize(std::string value);  ///< the domain in lower case; the local part as written
    static bool accepts(std::string_view value);
};
struct SkuRule {
    static constexpr std::string_view format = "sku";
    static constexpr std::string_view code = "sku.malformed";
    static constexpr std::string_view advice = "use 1 to 64 letters, digits, and . _ - / +";
    static std::string normalize(std::string value) { return value; }
    static bool accepts(std::string_view value);
};
struct SlugRule {
    static constexpr std::string_view format = "slug";
    static constexpr std::string_view code = "slug.malformed";
    static constexpr std::string_view advice = "use 1 to 120 lower-case letters, digits and single hyphens";
    static std::string normalize(std::string value) { return value; }
    static bool accepts(std::string_view value);
};
struct CountryRule {
    static constexpr std::string_view format = "iso-3166-1-alpha-2";
    static constexpr std::string_view code = "country.unknown";
    static constexpr std::string_view advice = "use the two-letter code of a country, such as PK";
    static std::string normalize(std::string value);
    static bool accepts(std::string_view value);
};
struct PhoneRule {
    static constexpr std::string_view format = "phone";
    static constexpr std::string_view code = "phone.malformed";
    static constexpr std::string_view advice = "write 7 to 15 digits, with the country code after a + where you can";
    static std::string normalize(std::string value);  ///< without spaces, hyphens, dots and brackets
    static bool accepts(std::string_view value);
};

using Email = Word<EmailRule>;
using Sku = Word<SkuRule>;
using Slug = Word<SlugRule>;
using CountryCode = Word<CountryRule>;
using Phone = Word<PhoneRule>;

/// What two spellings of one mailbox have in common, for limits per customer (never for delivery): lower case, no "+tag".
std::string normalized_email(const Email& email);

}  // namespace vitrine
