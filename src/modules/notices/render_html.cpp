// A mail as mail programs can show it: tables, styles beside their elements, 600 px, no picture, no font and no script from elsewhere.
#include <fmt/format.h>

#include "modules/notices/render.h"

namespace vitrine::notices {
namespace {

std::string bdi(std::string_view text) { return "<bdi>" + escape_html(text) + "</bdi>"; }

/// A pattern of ours or the store's with the words of this order, all escaped; words keep their own direction.
std::string filled(std::string_view pattern, const Words& words) {
    Words escaped;
    for (const auto& [name, word] : words) escaped[name] = escape_html(word);
    return fill(escape_html(pattern), escaped, "<bdi>", "</bdi>");
}

std::string paragraphs(std::string_view pattern, const Words& words) {
    std::string out;
    while (!pattern.empty()) {
        auto end = pattern.find("\n\n");
        auto part = filled(pattern.substr(0, end), words);
        for (size_t at; (at = part.find('\n')) != std::string::npos;) part.replace(at, 1, "<br>");
        if (!part.empty()) out += "<p style=\"margin:0 0 16px\">" + part + "</p>";
        pattern.remove_prefix(end == std::string_view::npos ? pattern.size() : end + 2);
    }
    return out;
}

class Page {
public:
    Page(const Letterhead& head, const Language& language, const Template& text, const Facts& facts, const Links& links, const Words& words)
        : head_(head), look_(head.look), language_(language), labels_(language.labels), text_(text), facts_(facts), links_(links), words_(words) {}

    std::string draw() const {
        auto font = (look_.font.empty() ? "" : "'" + look_.font + "',") + std::string("system-ui,-apple-system,'Segoe UI',Roboto,'Noto Naskh Arabic','Noto Sans Devanagari',sans-serif");
        std::string out = fmt::format(
            "<!doctype html><html lang=\"{}\" dir=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">"
            "<title>{}</title></head><body style=\"margin:0;background:{};color:{};font:16px/1.6 {}\">",
            language_.code, language_.is_right_to_left ? "rtl" : "ltr", filled(text_.subject, words_), look_.bg, look_.ink, font);
        out += fmt::format("<div style=\"display:none;max-height:0;overflow:hidden\">{}</div>", filled(text_.body.str().substr(0, text_.body.str().find("\n")), words_));
        out += fmt::format("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"background:{}\"><tr><td align=\"center\" style=\"padding:24px 12px\">", look_.bg);
        out += fmt::format("<table role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" style=\"width:100%;max-width:600px;background:{};border:1px solid {}\">", look_.card, look_.line);
        out += fmt::format("<tr><td style=\"padding:20px 28px;border-bottom:4px solid {};font-size:20px;font-weight:700;color:{}\">{}</td></tr><tr><td style=\"padding:28px\">", look_.accent, look_.brand,
                           escape_html(head_.store));
        out += fmt::format("<h1 style=\"margin:0 0 16px;font-size:26px;line-height:1.3;color:{}\">{}</h1>", look_.brand, filled(text_.heading, words_));
        out += paragraphs(text_.body, words_) + button() + transfer() + order() + address();
        out += fmt::format("</td></tr><tr><td style=\"padding:20px 28px;border-top:1px solid {};font-size:13px;color:{}\">{}</td></tr></table></td></tr></table></body></html>", look_.line, look_.muted,
                           footer());
        return out;
    }

private:
    std::string button() const {
        if (!text_.action || links_.order.empty()) return {};
        return fmt::format("<p style=\"margin:0 0 24px\"><a href=\"{}\" style=\"display:inline-block;padding:12px 24px;background:{};color:{};text-decoration:none;font-weight:700\">{}</a></p>",
                           escape_html(links_.order), look_.accent, look_.on_accent, filled(*text_.action, words_));
    }

    std::string row(std::string_view label, std::string_view value, bool is_strong = false) const {
        auto weight = is_strong ? "font-weight:700;" : "";
        return fmt::format("<tr><td style=\"{}padding:6px 0;color:{}\">{}</td><td align=\"{}\" style=\"{}padding:6px 0;white-space:nowrap\">{}</td></tr>", weight, is_strong ? look_.ink : look_.muted,
                           escape_html(label), language_.is_right_to_left ? "left" : "right", weight, bdi(value));
    }

    std::string table(std::string_view heading, const std::string& rows) const {
        return fmt::format("<h2 style=\"margin:8px 0;font-size:16px\">{}</h2><table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"border-top:1px solid {};margin-bottom:24px\">{}</table>", heading,
                           look_.line, rows);
    }

    std::string transfer() const {
        if (!facts_.transfer) return {};
        const auto& to = *facts_.transfer;
        std::string rows = row(labels_.amount, format_for_people(to.amount), true) + row(labels_.reference, to.reference, true) + row(labels_.deadline, words_.at("deadline"));
        for (const auto& [label, value] : {std::pair{labels_.bank, to.bank}, std::pair{labels_.title, to.title}, std::pair{labels_.account, to.account}, std::pair{labels_.iban, to.iban}})
            if (!value.empty()) rows += row(label, value);
        return table(escape_html(labels_.transfer), rows);
    }

    std::string order() const {
        std::string rows;
        if (facts_.lines)
            for (const auto& line : *facts_.lines) {
                auto title = fmt::format("{} × {}{}", line.quantity, line.title, line.options.empty() ? "" : " (" + line.options + ")");
                rows += row(title, format_for_people(line.amount));
            }
        if (facts_.more_lines) rows += row(labels_.more_lines, std::to_string(*facts_.more_lines));
        if (facts_.totals)
            for (const auto& total : *facts_.totals) rows += row(label_of(labels_, total.what), format_for_people(total.amount), total.what == "total");
        return rows.empty() ? std::string() : table(filled(labels_.order, words_), rows);
    }

    std::string address() const {
        if (!facts_.address) return {};
        std::string out = fmt::format("<h2 style=\"margin:8px 0;font-size:16px\">{}</h2><p style=\"margin:0\">", escape_html(labels_.deliver_to));
        for (const auto& line : *facts_.address) out += bdi(line) + "<br>";
        return out + "</p>";
    }

    std::string footer() const {
        auto out = fmt::format("{} <a href=\"mailto:{}\" style=\"color:{}\">{}</a><br>{} {}", escape_html(labels_.help), escape_html(head_.contact), look_.muted, bdi(head_.contact),
                               escape_html(why_of(labels_, facts_, links_)), bdi(head_.store));
        if (links_.unsubscribe) out += fmt::format("<br><a href=\"{}\" style=\"color:{}\">{}</a>", escape_html(*links_.unsubscribe), look_.muted, escape_html(unsubscribe_of(labels_, links_)));
        return out;
    }

    const Letterhead& head_;
    const Look& look_;
    const Language& language_;
    const Labels& labels_;
    const Template& text_;
    const Facts& facts_;
    const Links& links_;
    const Words& words_;
};

}  // namespace

std::string html_of(const Letterhead& head, const Language& language, const Template& text, const Facts& facts, const Links& links, const Words& words) {
    return Page(head, language, text, facts, links, words).draw();
}

}  // namespace vitrine::notices
