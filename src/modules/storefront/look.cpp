#include "modules/storefront/look.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "core/shape.h"

namespace vitrine::storefront {
namespace {

using Theme = std::map<std::string, RawJson>;

/// The theme's names of colours; each is the custom property of the same name.
constexpr std::array colours{"bg", "surface", "stage", "ink", "muted", "line", "control", "brand", "on_brand", "accent", "on_accent", "focus", "sale", "ok", "warn"};

struct Family {
    std::string_view name, file;
    bool is_serif, has_rupee;
};
/// What the build cuts out of the published fonts (web/storefront/tools/fonts.mjs). The first two are in the shared style sheet already.
constexpr std::array<Family, 8> families{{{"Bricolage Grotesque", "display", false, false},
                                          {"Rubik", "text", false, false},
                                          {"Jost", "jost", false, true},
                                          {"Manrope", "manrope", false, true},
                                          {"Cormorant", "cormorant", true, false},
                                          {"Figtree", "figtree", false, true},
                                          {"Fraunces", "fraunces", true, false},
                                          {"Public Sans", "public-sans", false, true}}};
constexpr std::string_view other_scripts = "'Rubik Arabic','Noto Sans Arabic','Noto Sans Devanagari'";

/// One of ten palettes of drawings: paper, rules on it, and the drawing's main, shade, highlight and metal colours.
struct Tone {
    std::optional<std::string> paper, rule, a, b, c, m;
};
SHAPE(Tone, paper, rule, a, b, c, m)

template <class T>
std::optional<T> member(const Theme& theme, const std::string& name) {
    auto found = theme.find(name);
    if (found == theme.end()) return {};
    auto read = read_json<T>(found->second.text);
    return read ? std::optional<T>(std::move(*read)) : std::nullopt;
}

bool is_colour(std::string_view text) {
    return text.size() == 7 && text[0] == '#' && std::ranges::all_of(text.substr(1), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); });
}

std::optional<std::string> colour(const Theme& theme, const std::string& name) {
    auto value = member<std::string>(theme, name);
    return value && is_colour(*value) ? value : std::nullopt;
}

const Family* family_of(const Theme& theme, const std::string& name) {
    auto wanted = member<std::string>(theme, name);
    if (!wanted) return nullptr;
    auto found = std::ranges::find(families, std::string_view(*wanted), &Family::name);
    return found == families.end() ? nullptr : &*found;
}

void face(std::string& css, const Family& family, const std::map<std::string, std::string>& files) {
    auto one = [&](const std::string& file, std::string_view range) {
        auto path = files.find(file);
        if (path == files.end()) return;
        css += fmt::format("@font-face{{font-family:'{}';src:url({}) format('woff2');font-weight:400 700;font-display:optional{}}}\n", family.name, path->second, range);
    };
    one(std::string(family.file) + ".woff2", "");
    if (family.has_rupee) one(std::string(family.file) + "-rupee.woff2", ";unicode-range:U+20B9");
}

std::string root_of(const Theme& theme, const Family* display, const Family* text) {
    std::string css;
    for (auto name : colours) {
        auto value = colour(theme, name);
        // An accent of the store's own carries white text unless it says otherwise.
        if (!value && std::string_view(name) == "on_accent" && colour(theme, "accent")) value = "#ffffff";
        if (!value) continue;
        std::string property(name);
        std::ranges::replace(property, '_', '-');
        css += fmt::format("--{}:{};", property, *value);
    }
    if (auto radius = member<std::int64_t>(theme, "radius_px"); radius && *radius >= 0 && *radius <= 40)
        css += fmt::format("--radius:{}px;--radius-small:{}px;--radius-large:{}px;", *radius, *radius * 5 / 8, *radius * 7 / 4);
    if (text) css += fmt::format("--text:'{}',{},system-ui,{};", text->name, other_scripts, text->is_serif ? "serif" : "sans-serif");
    if (display) css += fmt::format("--display:'{}',{},{};", display->name, other_scripts, display->is_serif ? "Georgia,serif" : "system-ui,sans-serif");
    return css.empty() ? css : ":root{" + css + "}\n";
}

/// A theme's palettes repeat until all ten tones have one.
std::string tones_of(const Theme& theme) {
    auto tones = member<std::vector<Tone>>(theme, "tone").value_or(std::vector<Tone>{});
    std::string css;
    for (size_t i = 0; i < 10 && !tones.empty(); ++i) {
        const auto& tone = tones[i % tones.size()];
        std::string body;
        auto add = [&](std::string_view name, const std::optional<std::string>& value) {
            if (value && is_colour(*value)) body += fmt::format("--{}:{};", name, *value);
        };
        add("paper", tone.paper), add("rule", tone.rule), add("a", tone.a), add("b", tone.b), add("c", tone.c), add("m", tone.m);
        if (!body.empty()) css += fmt::format(".tone-{}{{{}}}\n", i, body);
    }
    return css;
}

/// Cards are as wide, and shelves as many abreast, as the goods want to be seen.
std::string card_of(const Theme& theme) {
    std::string css;
    if (auto width = member<std::int64_t>(theme, "card_px"); width && *width >= 140 && *width <= 400) css += fmt::format("@media(min-width:48rem){{:root{{--card:{}px}}}}\n", *width);
    if (auto abreast = member<std::int64_t>(theme, "shelf_columns"); abreast && *abreast >= 3 && *abreast <= 8) css += fmt::format(":root{{--shelf:{}}}\n", *abreast);
    return css;
}

std::string name_of(std::string_view css) {
    std::uint64_t hash = 14695981039346656037u;
    for (unsigned char byte : css) hash = (hash ^ byte) * 1099511628211u;
    return fmt::format("{:016x}.css", hash);
}

}  // namespace

Look look_of(const stores::Store& store, const std::map<std::string, std::string>& files) {
    Look look;
    auto theme = read_json<Theme>(store.theme.text).value_or(Theme{});
    auto say = [&](std::string& into, const char* name) {
        if (auto value = member<std::string>(theme, name)) into = std::move(*value);
    };
    say(look.tagline, "tagline"), say(look.search_hint, "search_hint"), say(look.mark, "mark");
    say(look.hero_title, "hero_title"), say(look.hero_text, "hero_text"), say(look.hero_label, "hero_label"), say(look.hero_link, "hero_link");
    if (auto brand = colour(theme, "brand")) look.brand = *brand;

    const auto *display = family_of(theme, "display_font"), *text = family_of(theme, "text_font");
    look.font_display = std::string(display ? display->file : "display") + ".woff2";
    look.font_text = std::string(text ? text->file : "text") + ".woff2";
    for (const auto* family : {display, text})
        if (family && family != &families[0] && family != &families[1]) face(look.css, *family, files);
    look.css += root_of(theme, display, text) + card_of(theme) + tones_of(theme);
    if (!look.css.empty()) look.css_name = name_of(look.css);
    return look;
}

}  // namespace vitrine::storefront
