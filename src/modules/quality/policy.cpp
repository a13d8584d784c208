#include "modules/quality/policy.h"

#include <algorithm>

namespace vitrine::quality {
namespace {

using Attributes = std::map<std::string, std::string>;

bool has(const Attributes& attributes, std::string_view code) {
    auto found = attributes.find(std::string(code));
    return found != attributes.end() && !found->second.empty();
}

/// "color|fancy_color": one of them.
bool has_one_of(const Attributes& attributes, std::string_view codes) {
    while (!codes.empty()) {
        auto end = std::min(codes.find('|'), codes.size());
        if (has(attributes, trim(codes.substr(0, end)))) return true;
        codes.remove_prefix(std::min(end + 1, codes.size()));
    }
    return false;
}

bool are_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }); }

/// Finds the faults of one product by one rule.
struct Looking {
    const Rule& rule;
    const Facts& facts;
    std::vector<Found>& out;

    void fault(std::string code, std::string text) { out.push_back({rule.code.str(), rule.severity, std::move(code), std::move(text), false}); }
    std::int64_t least(std::int64_t unless_said) const { return rule.least ? rule.least->value : unless_said; }

    void attributes() {
        std::string missing;
        for (const auto& codes : rule.attributes.value_or(std::vector<Text<1, 200>>{}))
            if (!std::ranges::all_of(facts.variants, [&](const auto& variant) { return has_one_of(variant, codes.str()); })) missing += (missing.empty() ? "" : ", ") + codes.str();
        if (!missing.empty()) fault("attribute.missing", "missing: " + missing);
    }

    void certificate() {
        for (const auto& variant : facts.variants) {
            if (!has(variant, "lab") || !has(variant, "certificate")) return fault("certificate.missing", "laboratory and number of its certificate are not both there");
            const auto &lab = variant.at("lab"), &number = variant.at("certificate");
            if (!is_certificate_number(lab, number)) return fault("certificate.malformed", "'" + number + "' is no number of " + lab);
        }
    }

    void price() {
        if (facts.prices.size() < facts.variants.size()) return fault("price.missing", "it has no price");
        for (auto minor : facts.prices) {
            bool is_inside = minor >= least(1) && (!rule.most || minor <= *rule.most);
            if (!is_inside) return fault("price.out_of_band", "its price of " + std::to_string(minor) + " minor units is not between " + std::to_string(least(1)) + " and " + (rule.most ? std::to_string(rule.most->value) : "any"));
        }
    }

    void description() {
        auto length = std::int64_t(count_code_points(facts.description));
        if (length < least(1)) fault("description.short", std::to_string(length) + " characters; " + std::to_string(least(1)) + " are needed");
    }

    void images() {
        if (!facts.media.images) return;
        if (*facts.media.images < least(1)) fault("images.missing", std::to_string(*facts.media.images) + " pictures; " + std::to_string(least(1)) + " are needed");
    }

    void mirrored() {
        if (!facts.media.images || !facts.media.images_mirrored) return;
        if (*facts.media.images_mirrored < *facts.media.images) fault("images.not_mirrored", std::to_string(*facts.media.images_mirrored) + " of " + std::to_string(*facts.media.images) + " pictures are ours");
    }

    void image_size() {
        if (!facts.media.smallest_edge_px) return;
        if (*facts.media.smallest_edge_px < least(800)) fault("images.small", "a picture's shorter edge has " + std::to_string(*facts.media.smallest_edge_px) + " pixels; " + std::to_string(least(800)) + " are needed");
    }

    void frames() {
        if (!facts.media.frames) return;
        auto wanted = std::max(facts.media.frames_wanted.value_or(0), least(0));
        if (*facts.media.frames < wanted || wanted == 0) fault("frames.missing", std::to_string(*facts.media.frames) + " of " + std::to_string(wanted) + " frames are ours");
    }

    void look() {
        switch (rule.kind) {
            case RuleKind::attributes: return attributes();
            case RuleKind::certificate: return certificate();
            case RuleKind::price: return price();
            case RuleKind::description: return description();
            case RuleKind::images: return images();
            case RuleKind::mirrored: return mirrored();
            case RuleKind::image_size: return image_size();
            case RuleKind::frames: return frames();
        }
    }
};

bool is_for(const Rule& rule, const std::string& category) {
    return !rule.categories || rule.categories->empty() || std::ranges::any_of(*rule.categories, [&](const Slug& slug) { return slug.str() == category; });
}

}  // namespace

bool is_certificate_number(std::string_view lab, std::string_view number) {
    if (lab == "GIA") return are_digits(number) && (number.size() == 7 || number.size() == 8 || number.size() == 10);
    if (lab == "IGI") {
        auto digits = number.starts_with("LG") ? number.substr(2) : number;
        return are_digits(digits) && digits.size() >= 6 && digits.size() <= 12;
    }
    if (lab == "HRD" || lab == "GCAL") return are_digits(number) && number.size() >= 6 && number.size() <= 14;
    auto is_plain = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
    return number.size() >= 4 && number.size() <= 20 && std::ranges::all_of(number, is_plain);
}

std::vector<Fault> faults_of(const Policy& policy) {
    std::vector<Fault> faults;
    if (policy.rules.size() > 100) faults.push_back({"/rules", "too_many", "at most 100"});
    std::set<std::string> codes;
    for (size_t i = 0; i < policy.rules.size(); ++i) {
        const auto& rule = policy.rules[i];
        auto pointer = "/rules/" + std::to_string(i);
        if (!codes.insert(rule.code.str()).second) faults.push_back({pointer + "/code", "twice", "another rule has this code"});
        bool names_some = rule.attributes && !rule.attributes->empty();
        if ((rule.kind == RuleKind::attributes) != names_some) faults.push_back({pointer + "/attributes", names_some ? "not_wanted" : "required", "a rule of kind attributes names them, and no other does"});
        if (rule.most && rule.kind != RuleKind::price) faults.push_back({pointer + "/most", "not_wanted", "only a price has an upper end"});
        if (rule.most && rule.least && *rule.most < *rule.least) faults.push_back({pointer + "/most", "out_of_range", "not below the least"});
    }
    return faults;
}

std::vector<Found> judge(const Policy& policy, const Facts& facts, const std::set<std::string>& overridden) {
    std::vector<Found> out;
    for (const auto& rule : policy.rules)
        if (rule.is_on && is_for(rule, facts.category)) Looking{rule, facts, out}.look();
    for (auto& found : out) found.is_overridden = overridden.contains(found.rule);
    return out;
}

bool is_fit(const std::vector<Found>& found) {
    return std::ranges::none_of(found, [](const Found& one) { return one.severity == Severity::blocks && !one.is_overridden; });
}

}  // namespace vitrine::quality
