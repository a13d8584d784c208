#include "core/text.h"

#include <algorithm>
#include <array>

namespace vitrine {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// ISO 3166-1 alpha-2, the officially assigned codes, sorted.
constexpr std::string_view countries =
    "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFR"
    "GAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQ"
    "MRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTT"
    "TVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";

bool accepts_domain(std::string_view domain) {
    if (domain.size() > 253 || domain.find('.') == std::string_view::npos) return false;
    size_t label = 0;
    char before = '.';
    for (char c : domain) {
        bool edge = before == '.' || before == '-';
        if (c == '.') {
            if (edge) return false;
            label = 0;
        } else {
            bool fine = is_letter(c) || is_digit(c) || (c == '-' && before != '.') || (unsigned char)c >= 0x80;
            if (!fine || ++label > 63) return false;
        }
        before = c;
    }
    return before != '.' && before != '-';
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    for (size_t i = 0; i < bytes.size();) {
        auto lead = (unsigned char)bytes[i];
        if (lead < 0x80) {
            ++i;
            continue;
        }
        size_t length = lead >= 0xC2 && lead <= 0xDF ? 2 : (lead & 0xF0) == 0xE0 ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
        if (length == 0 || i + length > bytes.size()) return false;
        for (size_t k = 1; k < length; ++k)
            if (((unsigned char)bytes[i + k] & 0xC0) != 0x80) return false;
        auto second = (unsigned char)bytes[i + 1];
        if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return false;
        i += length;
    }
    return true;
}

size_t count_code_points(std::string_view utf8) {
    return size_t(std::ranges::count_if(utf8, [](char c) { return ((unsigned char)c & 0xC0) != 0x80; }));
}

bool has_control_characters(std::string_view text) {
    for (size_t i = 0; i < text.size(); ++i) {
        auto c = (unsigned char)text[i];
        if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F) return true;
        if (c == 0xC2 && i + 1 < text.size() && (unsigned char)text[i + 1] < 0xA0) return true;
    }
    return false;
}

std::string trim(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return std::string(text);
}

std::string lower_ascii(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
    return out;
}

std::string escape_html(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string EmailRule::normalize(std::string value) {
    auto at = value.rfind('@');
    if (at == std::string::npos) return value;
    return value.substr(0, at) + lower_ascii(value.substr(at));
}

bool EmailRule::accepts(std::string_view value) {
    auto at = value.rfind('@');
    if (at == std::string_view::npos || at == 0 || at > 64 || value.size() > 254 || !is_utf8(value) || has_control_characters(value)) return false;
    auto local = value.substr(0, at);
    static constexpr std::string_view allowed = "!#$%&'*+/=?^_`{|}~-.";
    bool fine = std::ranges::all_of(local, [](char c) { return is_letter(c) || is_digit(c) || (unsigned char)c >= 0x80 || allowed.find(c) != std::string_view::npos; });
    return fine && !local.starts_with('.') && !local.ends_with('.') && local.find("..") == std::string_view::npos && accepts_domain(value.substr(at + 1));
}

bool SkuRule::accepts(std::string_view value) {
    return !value.empty() && value.size() <= 64 &&
           std::ranges::all_of(value, [](char c) { return is_letter(c) || is_digit(c) || std::string_view("._-/+").find(c) != std::string_view::npos; });
}

bool SlugRule::accepts(std::string_view value) {
    return !value.empty() && value.size() <= 120 && !value.starts_with('-') && !value.ends_with('-') && value.find("--") == std::string_view::npos &&
           std::ranges::all_of(value, [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

std::string CountryRule::normalize(std::string value) {
    for (char& c : value)
        if (is_lower(c)) c = char(c - 'a' + 'A');
    return value;
}

bool CountryRule::accepts(std::string_view value) {
    if (value.size() != 2) return false;
    for (size_t i = 0; i < countries.size(); i += 2)
        if (countries.substr(i, 2) == value) return true;
    return false;
}

std::string PhoneRule::normalize(std::string value) {
    std::erase_if(value, [](char c) { return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')'; });
    return value;
}

bool PhoneRule::accepts(std::string_view value) {
    if (value.starts_with('+')) value.remove_prefix(1);
    return value.size() >= 7 && value.size() <= 15 && std::ranges::all_of(value, is_digit);
}

std::string normalized_email(const Email& email) {
    auto text = lower_ascii(email.str());
    auto at = text.rfind('@'), plus = text.find('+');
    return plus > 0 && plus < at ? text.substr(0, plus) + text.substr(at) : text;
}

}  // namespace vitrine
