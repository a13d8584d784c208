// Markup that somebody else wrote: what is let through starts nothing, and making it safe twice changes nothing.
#include "core/text.h"
#include "io/html/sanitize.h"
#include "tests/fuzz/target.h"

namespace vitrine::fuzz {
namespace {

/// Walks the tags of what the sanitizer gives, which writes every tag in one way: <name attribute="value">.
void check_tags(std::string_view safe) {
    constexpr std::array<std::string_view, 10> never{"script", "style", "iframe", "object", "embed", "form", "input", "svg", "math", "img"};
    for (auto at = safe.find('<'); at != std::string_view::npos; at = safe.find('<', at + 1)) {
        auto end = safe.find('>', at);
        must(end != std::string_view::npos, "every tag ends");
        auto tag = safe.substr(at + 1, end - at - 1);
        if (tag.starts_with('/')) tag.remove_prefix(1);
        auto name = lower_ascii(tag.substr(0, tag.find_first_of(" /")));
        must(!name.empty() && std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }), "a tag has a plain name");
        must(std::ranges::find(never, name) == never.end(), "nothing that starts anything");
        auto attributes = lower_ascii(tag.substr(std::min(tag.find_first_of(" "), tag.size())));
        for (auto space = attributes.find(" on"); space != std::string::npos; space = attributes.find(" on", space + 1)) {
            auto quotes = std::ranges::count(attributes.substr(0, space), '"');
            must(quotes % 2 == 1, "no handler stands outside of a value");
        }
        auto link = attributes.find("href=\"");
        if (link == std::string::npos) continue;
        auto target = std::string_view(attributes).substr(link + 6);
        bool is_fine = target.starts_with('/') || target.starts_with('#') || target.starts_with("http:") || target.starts_with("https:") || target.starts_with("mailto:") || target.starts_with("tel:") ||
                       target.substr(0, target.find_first_of("\"/?#")).find(':') == std::string_view::npos;
        must(is_fine, "links lead where links may lead");
    }
}

}  // namespace

void html(std::string_view bytes) {
    auto safe = vitrine::html::sanitize(bytes);
    must(is_utf8(safe), "what is safe is text");
    must(safe.empty() || vitrine::html::is_markup(safe), "what is safe is markup");
    check_tags(safe);
    must(vitrine::html::sanitize(safe) == safe, "making it safe again changes nothing");
    vitrine::html::plain_text(bytes);
    vitrine::html::decode_entities(bytes);
}

}  // namespace vitrine::fuzz
