#include "modules/carts/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace vitrine::carts::rules {

Merged merge(std::int64_t base, std::int64_t mine, std::int64_t theirs) {
    if (theirs == base || theirs == mine) return {mine, false};
    if (mine == base) return {theirs, false};
    return {theirs, true};
}

namespace {

/// What the edit comes to if nothing stands against it.
Verdict wanted(std::int64_t now, const Edit& edit) {
    if (edit.kind == EditKind::set) {
        auto merged = merge(edit.seen, edit.quantity, now);
        return {merged.is_conflict ? Outcome::conflict : Outcome::applied, merged.quantity};
    }
    // Steps are bounded before they are added, so that no sum runs over.
    auto step = std::clamp(edit.quantity, -most_in_a_line, most_in_a_line);
    return {Outcome::applied, std::max<std::int64_t>(now + step, 0)};
}

}  // namespace

Verdict judge(const Standing& standing, const Edit& edit) {
    auto now = standing.quantity;
    if (edit.number <= standing.heard) return {Outcome::repeated, now};
    if (edit.after > standing.heard) return {Outcome::gap, now};
    auto verdict = wanted(now, edit);
    if (verdict.outcome == Outcome::conflict) return verdict;
    if (verdict.quantity > now) {
        if (!standing.is_for_sale) return {Outcome::refused, now, variant_unknown.code};
        if (now == 0 && standing.lines >= most_lines) return {Outcome::refused, now, too_many_lines.code};
        auto cap = standing.is_unique ? std::max<std::int64_t>(now, 1) : most_in_a_line;
        if (verdict.quantity > cap) return {Outcome::capped, cap, standing.is_unique ? one_of_a_kind.code : std::string_view{}};
    }
    if (verdict.quantity == now) verdict.outcome = Outcome::unchanged;
    return verdict;
}

bool is_heard(Outcome outcome) { return outcome != Outcome::repeated && outcome != Outcome::gap; }

namespace {

JoinNotice notice(VariantId variant, const Article& article, std::string code, std::int64_t wanted, std::int64_t kept) {
    JoinNotice out{variant, article.title, std::move(code), wanted, kept, {}};
    auto name = article.title.empty() ? std::string("An article") : article.title;
    if (out.code == "not_for_sale") out.text = name + " is no longer for sale and was taken out of your cart.";
    else if (out.code == "sold_out") out.text = name + " is sold out and was not brought along.";
    else if (out.code == "cart_full") out.text = "Your cart is full: " + name + " was not brought along.";
    else if (out.code == "one_of_a_kind") out.text = "There is only one of " + name + ".";
    else out.text = fmt::format("There is not more of {}: your cart holds {} instead of {}.", name, kept, wanted);
    return out;
}

/// The quantities of each article, in the order the articles were first met.
std::vector<Goods> collapse(std::span<const Goods> goods) {
    std::vector<Goods> out;
    for (const auto& one : goods) {
        auto same = std::ranges::find(out, one.variant, &Goods::variant);
        if (same == out.end()) out.push_back(one);
        else same->quantity += one.quantity;
    }
    return out;
}

}  // namespace

Joined join(std::span<const Goods> own, std::span<const Goods> guest, const std::function<Article(VariantId)>& article) {
    struct Sides {
        std::int64_t own = 0, guest = 0;
    };
    std::vector<std::pair<VariantId, Sides>> all;
    std::map<VariantId, size_t> at;
    auto sides = [&](VariantId variant) -> Sides& {
        auto [found, is_new] = at.emplace(variant, all.size());
        if (is_new) all.push_back({variant, {}});
        return all[found->second].second;
    };
    for (const auto& one : collapse(own)) sides(one.variant).own = one.quantity;
    for (const auto& one : collapse(guest)) sides(one.variant).guest = one.quantity;

    Joined out;
    for (const auto& [variant, quantities] : all) {
        auto facts = article(variant);
        auto sum = quantities.own + quantities.guest;
        if (!facts.is_for_sale) {
            out.notices.push_back(notice(variant, facts, "not_for_sale", sum, 0));
            continue;
        }
        auto kept = quantities.own;
        if (quantities.guest > 0) {
            auto cap = std::min(std::max<std::int64_t>(facts.available, 0), facts.is_unique ? 1 : most_in_a_line);
            kept = std::min(sum, std::max(cap, std::min(quantities.own, most_in_a_line)));
        }
        if (kept > 0 && quantities.own == 0 && out.goods.size() >= most_lines) {
            out.notices.push_back(notice(variant, facts, "cart_full", sum, 0));
            continue;
        }
        if (kept < sum) out.notices.push_back(notice(variant, facts, kept == 0 ? "sold_out" : facts.is_unique ? "one_of_a_kind" : "lowered", sum, kept));
        if (kept > 0) out.goods.push_back({variant, kept});
    }
    return out;
}

Offers join(Offers own, const Offers& guest) {
    for (const auto& coupon : guest.coupons) {
        bool is_there = std::ranges::find(own.coupons, coupon.code, &promotions::EnteredCoupon::code) != own.coupons.end();
        if (!is_there && own.coupons.size() < most_coupons) own.coupons.push_back(coupon);
    }
    for (const auto& card : guest.cards) {
        bool is_there = std::ranges::find(own.cards, card.id, &EnteredCard::id) != own.cards.end();
        if (!is_there && own.cards.size() < most_cards) own.cards.push_back(card);
    }
    for (const auto& declined : guest.declined) {
        auto text = to_json(declined);
        bool is_there = std::ranges::any_of(own.declined, [&](const auto& known) { return to_json(known) == text; });
        if (!is_there) own.declined.push_back(declined);
    }
    own.has_ordered = own.has_ordered || guest.has_ordered;
    return own;
}

Duration look_every(std::int64_t quiet_minutes) { return std::chrono::minutes(std::clamp<std::int64_t>(quiet_minutes / 4, 1, 15)); }

}  // namespace vitrine::carts::rules
