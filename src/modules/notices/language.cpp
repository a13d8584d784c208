#include "modules/notices/language.h"

#include <algorithm>
#include <array>

#include "core/check.h"

namespace vitrine::notices {
namespace {

constexpr std::string_view english =
#include "modules/notices/data/texts_en.inc"
    ;
constexpr std::string_view urdu =
#include "modules/notices/data/texts_ur.inc"
    ;
constexpr std::string_view hindi =
#include "modules/notices/data/texts_hi.inc"
    ;

constexpr std::array known_words{std::string_view("store"), std::string_view("order_number"), std::string_view("customer"), std::string_view("amount"), std::string_view("total"),
                                 std::string_view("delivery"), std::string_view("reason"), std::string_view("product"), std::string_view("sku"), std::string_view("left"),
                                 std::string_view("courier"), std::string_view("tracking"), std::string_view("deadline"), std::string_view("reference"), std::string_view("link"), std::string_view("device"),
                                 std::string_view("network"), std::string_view("time")};

Language read(std::string_view text) {
    auto language = read_json<Language>(text);
    if (!language) {
        const auto& faults = language.error().errors;
        check(false, "a language of notices cannot be read: " + (faults.empty() ? language.error().detail : faults[0].pointer + " " + faults[0].detail));
    }
    return std::move(*language);
}

const std::array<Language, 3>& languages() {
    static const std::array all{read(english), read(urdu), read(hindi)};
    return all;
}

void look(std::vector<Fault>& faults, std::string_view member, std::string_view text) {
    for (auto at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at + 2)) {
        auto end = text.find("}}", at);
        auto word = end == std::string_view::npos ? std::string_view{} : text.substr(at + 2, end - at - 2);
        if (std::ranges::find(known_words, word) == known_words.end())
            faults.push_back({"/" + std::string(member), "unknown_placeholder", "nothing is known by the name " + std::string(word.substr(0, 40)) + "; see the guide for what there is"});
    }
}

}  // namespace

const Language* find_language(std::string_view code) {
    for (const auto& language : languages())
        if (language.code == code) return &language;
    return nullptr;
}

std::string known_languages() {
    std::string out;
    for (const auto& language : languages()) out += (out.empty() ? "" : ", ") + language.code;
    return out;
}

const Template& built_in(std::string_view stage, std::string_view code) {
    const auto* language = find_language(code);
    for (const auto* one : {language, &languages().front()}) {
        if (!one) continue;
        auto found = one->texts.find(std::string(stage));
        if (found != one->texts.end()) return found->second;
    }
    check(false, "an occasion without a text");
    return languages().front().texts.begin()->second;
}

std::span<const std::string_view> placeholders() { return known_words; }

std::vector<Fault> faults_of(const Template& text) {
    std::vector<Fault> faults;
    look(faults, "subject", text.subject);
    look(faults, "heading", text.heading);
    look(faults, "body", text.body);
    if (text.action) look(faults, "action", *text.action);
    if (text.sms) look(faults, "sms", *text.sms);
    return faults;
}

}  // namespace vitrine::notices
