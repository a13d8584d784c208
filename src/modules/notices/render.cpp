#include "modules/notices/render.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace vitrine::notices {
namespace {

constexpr std::string_view isolate = "\u2068", end_isolate = "\u2069";   // first strong isolate (Unicode bidirectional algorithm)

bool is_colour(std::string_view text) {
    bool has_length = text.size() == 4 || text.size() == 7;
    return has_length && text[0] == '#' && std::ranges::all_of(text.substr(1), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); });
}

bool is_font(std::string_view text) {
    return !text.empty() && text.size() <= 40 && std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' '; });
}

std::string wall_text(const TimeZone& zone, Instant at) {
    auto wall = zone.wall(at);
    auto day = std::chrono::floor<std::chrono::days>(wall);
    std::chrono::year_month_day date(std::chrono::local_days{day});
    auto minutes = std::chrono::floor<std::chrono::minutes>(wall - day).count();
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", int(date.year()), unsigned(date.month()), unsigned(date.day()), minutes / 60, minutes % 60);
}

}  // namespace

Look look_of(const RawJson& theme) {
    Look look;
    boost::system::error_code fault;
    auto parsed = boost::json::parse(theme.text, fault);
    if (fault || !parsed.is_object()) return look;
    const auto& all = parsed.get_object();
    auto take = [&](std::string_view name, std::string& into, bool (*fits)(std::string_view)) {
        const auto* found = all.if_contains(name);
        const auto* text = found ? found->if_string() : nullptr;
        if (text && fits({text->data(), text->size()})) into.assign(text->data(), text->size());
    };
    take("bg", look.bg, is_colour);
    take("ink", look.ink, is_colour);
    take("muted", look.muted, is_colour);
    take("line", look.line, is_colour);
    take("brand", look.brand, is_colour);
    take("accent", look.accent, is_colour);
    take("on_accent", look.on_accent, is_colour);
    take("text_font", look.font, is_font);
    return look;
}

Words words_of(const Letterhead& head, const Facts& facts, const Links& links) {
    Words words{{"store", head.store}, {"link", links.order}};
    auto add = [&](std::string name, const std::optional<std::string>& text) {
        if (text) words[std::move(name)] = *text;
    };
    add("order_number", facts.order_number);
    add("customer", facts.customer);
    add("delivery", facts.delivery);
    add("reason", facts.reason);
    add("product", facts.product);
    add("sku", facts.sku);
    add("courier", facts.courier);
    add("tracking", facts.tracking);
    add("device", facts.device);
    add("network", facts.network);
    if (facts.at) words["time"] = wall_text(*head.zone, *facts.at);
    if (facts.left) words["left"] = std::to_string(*facts.left);
    if (facts.amount) words["amount"] = format_for_people(*facts.amount);
    if (facts.totals && !facts.totals->empty()) words["total"] = format_for_people(facts.totals->back().amount);
    if (facts.transfer) {
        words["amount"] = format_for_people(facts.transfer->amount);
        words["deadline"] = wall_text(*head.zone, facts.transfer->deadline);
        words["reference"] = facts.transfer->reference;
    }
    return words;
}

std::string fill(std::string_view text, const Words& words, std::string_view before, std::string_view behind) {
    std::string out;
    while (!text.empty()) {
        auto open = text.find("{{");
        auto close = open == std::string_view::npos ? open : text.find("}}", open);
        if (close == std::string_view::npos) break;
        out += text.substr(0, open);
        auto found = words.find(text.substr(open + 2, close - open - 2));
        if (found != words.end() && !found->second.empty()) out += std::string(before) + found->second + std::string(behind);
        text.remove_prefix(close + 2);
    }
    out += text;
    return out;
}

Rendered render(const Letterhead& head, const Language& language, const Template& text, const Facts& facts, const Links& links) {
    auto words = words_of(head, facts, links);
    bool is_mixed = language.is_right_to_left;
    auto plain = [&](std::string_view pattern) { return trim(fill(pattern, words, is_mixed ? isolate : "", is_mixed ? end_isolate : "")); };
    Rendered out;
    out.subject = plain(text.subject);
    out.heading = plain(text.heading);
    out.html = html_of(head, language, text, facts, links, words);
    out.text = text_of(head, language, text, facts, links, words);
    if (text.sms) out.sms = plain(*text.sms);
    return out;
}

std::string text_of(const Letterhead& head, const Language& language, const Template& text, const Facts& facts, const Links& links, const Words& words) {
    const auto& labels = language.labels;
    std::string out = fill(text.heading, words) + "\n\n" + fill(text.body, words) + "\n";
    if (facts.transfer) {
        const auto& to = *facts.transfer;
        out += "\n" + labels.transfer + "\n";
        for (const auto& [label, value] : {std::pair{labels.amount, format_for_people(to.amount)}, std::pair{labels.reference, to.reference}, std::pair{labels.deadline, words.at("deadline")},
                                           std::pair{labels.bank, to.bank}, std::pair{labels.title, to.title}, std::pair{labels.account, to.account}, std::pair{labels.iban, to.iban}})
            if (!value.empty()) out += label + ": " + value + "\n";
    }
    if (facts.lines && !facts.lines->empty()) {
        out += "\n" + fill(labels.order, words) + "\n";
        for (const auto& line : *facts.lines)
            out += fmt::format("{} x {}{}: {}\n", line.quantity, line.title, line.options.empty() ? "" : " (" + line.options + ")", format_for_people(line.amount));
        if (facts.more_lines) out += labels.more_lines + std::to_string(*facts.more_lines) + "\n";
    }
    if (facts.totals)
        for (const auto& total : *facts.totals) out += label_of(labels, total.what) + ": " + format_for_people(total.amount) + "\n";
    if (facts.address) {
        out += "\n" + labels.deliver_to + "\n";
        for (const auto& line : *facts.address) out += line + "\n";
    }
    if (text.action && !links.order.empty()) out += "\n" + fill(*text.action, words) + ": " + links.order + "\n";
    out += "\n-- \n" + head.store + "\n" + labels.help + " " + head.contact + "\n" + why_of(labels, facts, links) + " " + head.store + "\n";
    if (links.unsubscribe) out += unsubscribe_of(labels, links) + ": " + *links.unsubscribe + "\n";
    return out;
}

const std::string& why_of(const Labels& labels, const Facts& facts, const Links& links) { return facts.account ? labels.why_account : facts.signup ? labels.why_launch : links.is_about_cart ? labels.why_cart : labels.why; }
const std::string& unsubscribe_of(const Labels& labels, const Links& links) { return links.is_about_cart ? labels.unsubscribe_cart : labels.unsubscribe; }

const std::string& label_of(const Labels& labels, std::string_view what) {
    if (what == "subtotal") return labels.subtotal;
    if (what == "discount") return labels.discount;
    if (what == "shipping") return labels.shipping;
    if (what == "fee") return labels.fee;
    if (what == "tax") return labels.tax;
    return labels.total;
}

}  // namespace vitrine::notices
