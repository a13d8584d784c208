#include "modules/carts/live_messages.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "io/crypto/digest.h"

namespace vitrine::carts {

std::string tag_of(const CartView& view) {
    auto shown = view;
    shown.token.reset();
    return crypto::hex(crypto::sha256(to_json(shown))).substr(0, 16);
}

}  // namespace vitrine::carts

namespace vitrine::carts::live_messages {

Trace trace_of(const CartView& view) {
    Trace out{.tag = tag_of(view), .lines = {}};
    for (const auto& line : view.lines) {
        auto digest = crypto::sha256(to_json(line));
        std::uint64_t mark = 0;
        for (size_t i = 0; i < sizeof mark; ++i) mark = mark << 8 | digest[i];
        out.lines.emplace_back(line.id, mark);
    }
    return out;
}

Delta delta(const Trace& before, const CartView& after, const Trace& now) {
    Delta out{.from = before.tag, .tag = now.tag, .version = after.version, .item_count = after.item_count, .subtotal = after.subtotal, .totals = after.totals, .gifts = after.gifts};
    std::map<LineId, std::uint64_t> known(before.lines.begin(), before.lines.end());
    for (size_t i = 0; i < after.lines.size(); ++i) {
        auto found = known.find(after.lines[i].id);
        bool is_same = found != known.end() && found->second == now.lines[i].second;
        if (!is_same) out.lines.push_back(after.lines[i]);
        if (found != known.end()) known.erase(found);
    }
    for (const auto& [line, mark] : known) out.gone.push_back(line);
    return out;
}

namespace {

bool is_device(std::string_view text) {
    auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
    return text.size() >= 8 && text.size() <= 40 && std::ranges::all_of(text, is_plain);
}

}  // namespace

Result<rules::Edit> edit_of(const Incoming& said) {
    std::vector<Fault> faults;
    auto must = [&](bool holds, const char* pointer, const char* detail) {
        if (!holds) faults.push_back({pointer, "invalid", detail});
    };
    must(said.device && is_device(*said.device), "/device", "8 to 40 letters and digits");
    must(said.number && *said.number > 0, "/number", "edits are numbered from 1");
    must(!said.after || *said.after >= 0, "/after", "a number, or zero");
    must(said.kind.has_value(), "/kind", "add or set");
    must(said.variant.has_value(), "/variant", "which article");
    must(said.quantity && *said.quantity >= -rules::most_in_a_line && *said.quantity <= rules::most_in_a_line, "/quantity", "up to 9,999");
    bool is_set = said.kind == rules::EditKind::set;
    must(!is_set || (said.quantity.value_or(0) >= 0 && said.seen_quantity), "/seen_quantity", "the number that was on the screen, and none below zero");
    if (!faults.empty()) return refuse(refusals::invalid, {}, std::move(faults));
    return rules::Edit{*said.device, *said.number, said.after.value_or(0), *said.kind, *said.variant, *said.quantity, said.seen_quantity.value_or(0)};
}

Ack ack_of(const rules::Edit& edit, const rules::Verdict& verdict, std::int64_t heard, std::int64_t version) {
    Ack out{.device = edit.device, .number = edit.number, .outcome = verdict.outcome, .variant = edit.variant, .quantity = verdict.quantity, .heard = heard, .version = version};
    if (!verdict.code.empty()) out.code = std::string(verdict.code);
    if (verdict.outcome == rules::Outcome::conflict)
        out.text = verdict.quantity > 0 ? fmt::format("Another device set this to {}. That stays; change it again if you want.", verdict.quantity)
                                        : std::string("Another device took this out of the cart. Add it again if you want it.");
    if (verdict.outcome == rules::Outcome::capped) out.text = verdict.code == one_of_a_kind.code ? std::string("There is only one of it.") : std::string("A line holds at most 9,999.");
    if (verdict.outcome == rules::Outcome::refused)
        out.text = verdict.code == too_many_lines.code ? std::string("Your cart is full.") : std::string("This article is no longer for sale.");
    return out;
}

}  // namespace vitrine::carts::live_messages
