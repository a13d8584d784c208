#include <algorithm>
#include <array>
#include <cstdint>

#include "io/html/sanitize.h"

namespace vitrine::html {
namespace {

struct Entity {
    std::string_view name, text;
};

/// Those that shop descriptions use; HTML knows 2,231. Sorted by name.
constexpr auto entities = std::to_array<Entity>({
    {"Aacute", "Á"},  {"Agrave", "À"},  {"Auml", "Ä"},    {"Ccedil", "Ç"},  {"Eacute", "É"}, {"Ntilde", "Ñ"}, {"Oacute", "Ó"}, {"Ouml", "Ö"},   {"Uacute", "Ú"},
    {"Uuml", "Ü"},    {"aacute", "á"},  {"acirc", "â"},   {"aelig", "æ"},   {"agrave", "à"}, {"amp", "&"},    {"apos", "'"},   {"aring", "å"},  {"atilde", "ã"},
    {"auml", "ä"},    {"bull", "•"},    {"ccedil", "ç"},  {"cent", "¢"},    {"copy", "©"},   {"deg", "°"},    {"divide", "÷"}, {"eacute", "é"}, {"ecirc", "ê"},
    {"egrave", "è"},  {"euml", "ë"},    {"euro", "€"},    {"frac12", "½"},  {"frac14", "¼"}, {"frac34", "¾"}, {"gt", ">"},     {"hearts", "♥"}, {"hellip", "…"},
    {"iacute", "í"},  {"icirc", "î"},   {"iexcl", "¡"},   {"igrave", "ì"},  {"iquest", "¿"}, {"iuml", "ï"},   {"laquo", "«"},  {"ldquo", "“"},  {"lsquo", "‘"},
    {"lt", "<"},      {"mdash", "—"},   {"micro", "µ"},   {"middot", "·"},  {"nbsp", "\u00A0"}, {"ndash", "–"}, {"ntilde", "ñ"}, {"oacute", "ó"}, {"ocirc", "ô"},
    {"oelig", "œ"},   {"ograve", "ò"},  {"oslash", "ø"},  {"otilde", "õ"},  {"ouml", "ö"},   {"para", "¶"},   {"plusmn", "±"}, {"pound", "£"},  {"quot", "\""},
    {"raquo", "»"},   {"rdquo", "”"},   {"reg", "®"},     {"rsquo", "’"},   {"sect", "§"},   {"sup2", "²"},   {"sup3", "³"},   {"szlig", "ß"},  {"times", "×"},
    {"trade", "™"},   {"uacute", "ú"},  {"ucirc", "û"},   {"ugrave", "ù"},  {"uuml", "ü"},   {"yen", "¥"},
});

void put_code_point(std::string& out, std::uint32_t code) {
    if (code < 0x80) {
        out += char(code);
    } else if (code < 0x800) {
        out += char(0xC0 | (code >> 6)), out += char(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        out += char(0xE0 | (code >> 12)), out += char(0x80 | ((code >> 6) & 0x3F)), out += char(0x80 | (code & 0x3F));
    } else {
        out += char(0xF0 | (code >> 18)), out += char(0x80 | ((code >> 12) & 0x3F)), out += char(0x80 | ((code >> 6) & 0x3F)), out += char(0x80 | (code & 0x3F));
    }
}

/// "#233" or "#xE9"; false for what is no character.
bool put_numeric(std::string& out, std::string_view name) {
    bool is_hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    auto digits = name.substr(is_hex ? 2 : 1);
    if (digits.empty() || digits.size() > 7) return false;
    std::uint32_t code = 0;
    for (char c : digits) {
        auto at = std::string_view("0123456789abcdef").find(char(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c));
        if (at == std::string_view::npos || (!is_hex && at > 9)) return false;
        code = code * (is_hex ? 16 : 10) + std::uint32_t(at);
    }
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
    put_code_point(out, code);
    return true;
}

bool put_entity(std::string& out, std::string_view name) {
    if (name.starts_with('#')) return put_numeric(out, name);
    auto found = std::ranges::lower_bound(entities, name, {}, &Entity::name);
    if (found == entities.end() || found->name != name) return false;
    out += found->text;
    return true;
}

}  // namespace

std::string decode_entities(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto ampersand = std::min(text.find('&'), text.size());
        out += text.substr(0, ampersand);
        text.remove_prefix(ampersand);
        if (text.empty()) break;
        auto semicolon = text.substr(0, 12).find(';');
        if (semicolon != std::string_view::npos && put_entity(out, text.substr(1, semicolon - 1))) {
            text.remove_prefix(semicolon + 1);
        } else {
            out += '&';
            text.remove_prefix(1);
        }
    }
    return out;
}

}  // namespace vitrine::html
