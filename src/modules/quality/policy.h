#pragma once
// A store's rules, and what is found by them. Pure.
#include <set>

#include "core/text.h"
#include "core/whole.h"
#include "modules/quality/api.h"

namespace vitrine::quality {

/// attributes: each of `attributes` is there ("color|fancy_color": either). certificate: laboratory and number are there and the number is one of that laboratory. price: between `least` and `most`
/// minor units of the store's currency. description: of at least `least` characters. images: at least `least`. mirrored: every picture is ours. image_size: the shorter edge has at least `least` pixels.
/// frames: every frame of the turntable is ours, at least `least`.
enum class RuleKind { attributes, certificate, price, description, images, mirrored, image_size, frames };
SHAPE_ENUM(RuleKind, attributes, certificate, price, description, images, mirrored, image_size, frames)
enum class Severity { blocks, warns };
SHAPE_ENUM(Severity, blocks, warns)

struct Rule {
    Slug code;                                             ///< once in a gate
    RuleKind kind = RuleKind::attributes;
    Severity severity = Severity::blocks;
    bool is_on = true;
    std::optional<std::vector<Slug>> categories;           ///< none: goods of every category
    std::optional<std::vector<Text<1, 200>>> attributes;   ///< of kind attributes
    std::optional<Whole<0, 1'000'000'000'000>> least, most;
};
SHAPE(Rule, code, kind, severity, is_on, categories, attributes, least, most)
struct Policy {
    bool is_on = false;
    std::vector<Rule> rules;
};
SHAPE(Policy, is_on, rules)

/// What is judged about one product.
struct Facts {
    std::string category, description;
    std::vector<std::map<std::string, std::string>> variants;   ///< attributes of each, the product's among them; one at least
    std::vector<std::int64_t> prices;                           ///< one a variant that has one, in minor units of the store's currency
    MediaFacts media;
};
struct Found {
    std::string rule;
    Severity severity = Severity::blocks;
    std::string code;                                      ///< stable: attribute.missing, certificate.missing, certificate.malformed, price.missing, price.out_of_band, …
    std::string text;                                      ///< for people
    bool is_overridden = false;
};
SHAPE(Found, rule, severity, code, text, is_overridden)

/// What is wrong with a policy; pointers into it.
std::vector<Fault> faults_of(const Policy& policy);
/// Everything that is found, in the order of the rules. `overridden`: codes of rules that somebody has set aside for this product.
std::vector<Found> judge(const Policy& policy, const Facts& facts, const std::set<std::string>& overridden);
/// Whether it may be shown: nothing that blocks is left.
bool is_fit(const std::vector<Found>& found);
/// Whether a laboratory writes its numbers like this: GIA seven, eight or ten digits; IGI digits, perhaps behind LG; HRD and GCAL digits; others letters and digits.
bool is_certificate_number(std::string_view lab, std::string_view number);

}  // namespace vitrine::quality
