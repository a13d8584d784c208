#include "modules/imports/mend.h"

#include <unicode/translit.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "core/money.h"
#include "core/text.h"
#include "io/html/sanitize.h"

namespace vitrine::imports::mend {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Lower-case Latin letters for any script. A transliterator is not shared between threads.
std::string in_latin(std::string_view text) {
    if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return lower_ascii(text);
    thread_local const std::unique_ptr<icu::Transliterator> latin = [] {
        UErrorCode error = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> made(icu::Transliterator::createInstance("Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, error));
        if (U_FAILURE(error)) throw std::runtime_error(std::string("no transliterator: ") + u_errorName(error));
        return made;
    }();
    auto wide = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    latin->transliterate(wide);
    std::string out;
    wide.toUTF8String(out);
    return out;
}

/// Letters and digits in words joined by `joint`; an apostrophe joins what it stands between.
std::string words_joined(std::string_view name, char joint, std::size_t most) {
    std::string out;
    bool is_apart = false;
    for (char c : in_latin(name)) {
        if (!is_digit(c) && !is_ascii_letter(c)) {
            is_apart = is_apart || c != '\'';
            continue;
        }
        if (is_apart && !out.empty()) out += joint;
        is_apart = false;
        out += c;
        if (out.size() >= most) break;
    }
    while (out.size() > most || (!out.empty() && out.back() == joint)) out.pop_back();
    return out;
}

bool has_tag(std::string_view text) {
    for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1))
        if (at + 1 < text.size() && (is_ascii_letter(text[at + 1]) || text[at + 1] == '/' || text[at + 1] == '!')) return true;
    return false;
}

}  // namespace

std::string slug(std::string_view name) { return words_joined(name, '-', 120); }

std::string attribute_code(std::string_view name) { return words_joined(name, '_', 40); }

std::string sku(std::string_view text) {
    std::string out;
    for (char c : text) {
        bool is_kept = is_digit(c) || is_ascii_letter(c) || ((c == '-' || c == '.' || c == '/' || c == '_') && !out.empty());
        if (is_kept) out += c;
        else if (!out.empty() && out.back() != '-') out += '-';
    }
    if (out.size() > 64) out.resize(64);
    while (!out.empty() && out.back() == '-' && !text.ends_with('-')) out.pop_back();
    return out;
}

std::string line(std::string_view text) {
    auto out = has_tag(text) ? html::plain_text("<p>" + std::string(text)) : html::decode_entities(text);
    std::ranges::replace_if(out, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    return trim(out);
}

std::string description(std::string_view text) {
    auto plain = html::decode_entities(text);
    if (!has_tag(text) && !has_tag(plain)) return trim(plain);
    // Editors of other systems leave a blank line between paragraphs where markup is sparse; a div ends one here and then goes.
    std::string html;
    for (std::size_t i = 0; i < text.size(); ++i) {
        html += text[i];
        if (text[i] == '\n' && (text.substr(i + 1).starts_with('\n') || text.substr(i + 1).starts_with("\r\n"))) html += "<div>";
    }
    return html::sanitize(html);
}

std::string shortened(std::string_view text, std::size_t most) {
    std::size_t points = 0, end = 0;
    for (; end < text.size(); ++end) {
        if ((static_cast<unsigned char>(text[end]) & 0xC0) != 0x80 && points++ == most) break;
    }
    return trim(text.substr(0, end));
}

std::string price(std::string_view text, int decimals) {
    auto out = trim(text);
    auto comma = out.find(',');
    if (comma != std::string::npos && !out.contains('.') && out.find(',', comma + 1) == std::string::npos && out.size() - comma <= 3) out[comma] = '.';
    auto point = out.find('.');
    if (point == std::string::npos) return out;
    while (out.size() > point + 1 + static_cast<std::size_t>(decimals) && out.back() == '0') out.pop_back();
    if (out.back() == '.') out.pop_back();
    return out;
}

std::optional<std::int64_t> grams(std::string_view text, std::int64_t per_unit_micrograms) {
    constexpr std::int64_t most = 10'000'000;
    std::int64_t millionths = 0;
    int decimals = -1;
    for (char c : trim(text)) {
        if ((c == '.' || c == ',') && decimals < 0) {
            decimals = 0;
        } else if (!is_digit(c) || millionths > most * 1'000'000) {
            return {};
        } else if (decimals < 6) {
            millionths = millionths * 10 + (c - '0');
            decimals += decimals < 0 ? 0 : 1;
        }
    }
    for (int i = std::max(decimals, 0); i < 6; ++i) millionths *= 10;
    if (millionths > most * 1'000'000) return {};
    auto grams = multiply_divide(millionths, per_unit_micrograms, 1'000'000'000'000, Rounding::half_up);
    return grams <= most ? std::optional(grams) : std::nullopt;
}

std::vector<std::string> comma_list(std::string_view text) {
    std::vector<std::string> out(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == ',') out.back() += text[++i];
        else if (text[i] == ',') out.emplace_back();
        else out.back() += text[i];
    }
    for (auto& value : out) value = trim(value);
    std::erase(out, "");
    return out;
}

std::vector<std::string> category_path(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        auto mark = std::min(text.find('>'), text.size());
        if (auto name = shortened(line(text.substr(0, mark)), 120); !name.empty()) out.push_back(std::move(name));
        text.remove_prefix(std::min(mark + 1, text.size()));
    }
    return out;
}

}  // namespace vitrine::imports::mend
