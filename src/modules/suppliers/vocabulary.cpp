// The words of the diamond trade in one spelling.
#include <map>

#include <boost/json.hpp>

#include "modules/suppliers/layout.h"

namespace vitrine::suppliers {
namespace {

constexpr std::string_view vocabulary_text =
#include "modules/suppliers/data/diamond_vocabulary.inc"
    ;

using Words = std::map<std::string, std::string, std::less<>>;
namespace json = boost::json;

/// Trimmed, spaces collapsed, upper case, without dots: as the vocabulary's note says.
std::string folded(std::string_view text) {
    std::string out;
    for (char c : trim(text)) {
        if (c == '.') continue;
        bool is_space = c == ' ' || c == '\t' || c == '_';
        if (is_space && (out.empty() || out.back() == ' ')) continue;
        out += is_space ? ' ' : c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::string in_words(std::string_view code) {
    std::string out;
    bool is_first = true;
    for (char c : code) {
        if (c == '_') out += ' ', is_first = true;
        else out += is_first ? c : char(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c), is_first = false;
    }
    return out;
}

struct Vocabulary {
    Words shape, color, clarity, grade, fluorescence, girdle, culet, lab, fancy_color, fancy_intensity;
};

void add_list(Words& words, const json::value& list, bool as_words = false) {
    for (const auto& entry : list.as_array()) {
        std::string text(entry.as_string());
        words[folded(text)] = as_words ? in_words(text) : text;
    }
}

void add_aliases(Words& words, const json::object& part, bool as_words = false) {
    if (auto* aliases = part.if_contains("aliases"))
        for (const auto& [alias, code] : aliases->as_object()) words[folded(alias)] = as_words ? in_words(code.as_string()) : std::string(code.as_string());
}

Vocabulary read() {
    Vocabulary out;
    auto all = json::parse(vocabulary_text).as_object();
    for (const auto& entry : all.at("shape").as_object().at("values").as_array()) {
        const auto& shape = entry.as_object();
        std::string name(shape.at("name").as_string());
        out.shape[folded(name)] = out.shape[folded(shape.at("code").as_string())] = name;
        for (const auto& alias : shape.at("aliases").as_array()) out.shape[folded(alias.as_string())] = name;
    }
    for (const auto& entry : all.at("lab").as_object().at("values").as_array()) {
        std::string code(entry.as_object().at("code").as_string());
        out.lab[folded(code)] = code;
    }
    auto fill = [&](Words& words, std::string_view key, std::string_view list, bool as_words = false) {
        const auto& part = all.at(key).as_object();
        add_list(words, part.at(list), as_words);
        add_aliases(words, part, as_words);
    };
    fill(out.color, "color", "order");
    fill(out.clarity, "clarity", "order");
    fill(out.grade, "grade", "order");
    fill(out.fluorescence, "fluorescence_intensity", "order", true);
    fill(out.girdle, "girdle", "order");
    fill(out.culet, "culet", "order");
    out.culet["POINTED"] = "None";
    fill(out.fancy_color, "fancy_color", "values");
    fill(out.fancy_intensity, "fancy_intensity", "order");
    return out;
}

const Vocabulary& vocabulary() {
    static const Vocabulary words = read();
    return words;
}

std::optional<std::string> look_up(const Words& words, std::string_view text) {
    auto found = words.find(folded(text));
    if (found == words.end()) return {};
    return found->second;
}

}  // namespace

std::optional<std::string> shape_of(std::string_view text) { return look_up(vocabulary().shape, text); }
std::optional<std::string> color_of(std::string_view text) {
    auto whole = look_up(vocabulary().color, text);
    auto plain = folded(text);
    bool is_range = !whole && plain.size() == 3 && (plain[1] == '-' || plain[1] == '/');
    if (!is_range) return whole;
    auto last = look_up(vocabulary().color, plain.substr(2));
    return last ? look_up(vocabulary().color, plain.substr(0, 1)) : std::nullopt;
}
std::optional<std::string> clarity_of(std::string_view text) { return look_up(vocabulary().clarity, text); }
std::optional<std::string> grade_of(std::string_view text) { return look_up(vocabulary().grade, text); }
std::optional<std::string> fluorescence_of(std::string_view text) { return look_up(vocabulary().fluorescence, text); }
std::optional<std::string> girdle_of(std::string_view text) { return look_up(vocabulary().girdle, text); }
std::optional<std::string> culet_of(std::string_view text) { return look_up(vocabulary().culet, text); }
std::optional<std::string> lab_of(std::string_view text) { return look_up(vocabulary().lab, text); }
std::optional<std::string> fancy_color_of(std::string_view text) { return look_up(vocabulary().fancy_color, text); }
std::optional<std::string> fancy_intensity_of(std::string_view text) { return look_up(vocabulary().fancy_intensity, text); }

}  // namespace vitrine::suppliers
