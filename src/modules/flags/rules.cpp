#include "modules/flags/rules.h"

#include "io/crypto/digest.h"

namespace vitrine::flags {
namespace {

bool is_of(Audience audience, const Viewer& viewer, const std::set<std::string>& testers) {
    switch (audience) {
        case Audience::everyone: return true;
        case Audience::guests: return viewer.kind == Viewer::Kind::guest;
        case Audience::customers: return viewer.kind == Viewer::Kind::customer;
        case Audience::staff: return viewer.kind == Viewer::Kind::staff;
        case Audience::testers: return viewer.kind == Viewer::Kind::customer && testers.contains(viewer.subject);
    }
    return false;
}

/// Nobody in particular stands behind everybody else: only the whole share holds them.
bool fits(const Rule& rule, const Viewer& viewer, const std::set<std::string>& testers, std::optional<std::int64_t> bucket, Instant now) {
    if (!is_of(rule.audience, viewer, testers)) return false;
    if (rule.from && now < *rule.from) return false;
    if (rule.until && now >= *rule.until) return false;
    return !rule.share || bucket.value_or(whole_share - 1) < rule.share->value;
}

}  // namespace

Viewer viewer_of(const Ctx& ctx, std::string_view cart) {
    bool is_customer = ctx.role == Role::customer, is_staff = ctx.role == Role::staff || ctx.actor.starts_with("usr_");
    if (is_customer || is_staff) return {is_customer ? Viewer::Kind::customer : Viewer::Kind::staff, ctx.actor};
    return {Viewer::Kind::guest, std::string(cart)};
}

int bucket_of(StoreId store, std::string_view flag, std::string_view subject) {
    auto digest = crypto::sha256(store.text() + "\n" + std::string(flag) + "\n" + std::string(subject));
    std::uint64_t number = 0;
    for (int i = 0; i < 8; ++i) number = number << 8 | digest[size_t(i)];
    return int(number % whole_share);
}

Decision decide(const Flag& flag, const Setting* setting, const std::set<std::string>& testers, StoreId store, const Viewer& viewer, Instant now) {
    if (!setting) return {.is_on = flag.is_on_by_default, .reason = Reason::by_default};
    if (!setting->is_on) return {.is_on = false, .reason = Reason::off};
    if (!setting->rules || setting->rules->empty()) return {.is_on = true, .reason = Reason::everybody};
    Decision decision{.is_on = false, .reason = Reason::no_rule};
    if (!viewer.subject.empty()) decision.bucket = bucket_of(store, flag.key, viewer.subject);
    for (size_t i = 0; i < setting->rules->size(); ++i) {
        if (!fits((*setting->rules)[i], viewer, testers, decision.bucket, now)) continue;
        decision.is_on = true;
        decision.reason = Reason::rule;
        decision.rule = std::int64_t(i);
        break;
    }
    return decision;
}

std::vector<Fault> faults_of(const Setting& setting) {
    std::vector<Fault> faults;
    if (!setting.rules) return faults;
    if (setting.rules->size() > most_rules) faults.push_back({"/rules", "too_many", "at most " + std::to_string(most_rules)});
    for (size_t i = 0; i < setting.rules->size(); ++i) {
        const auto& rule = (*setting.rules)[i];
        if (rule.from && rule.until && *rule.until <= *rule.from) faults.push_back({"/rules/" + std::to_string(i) + "/until", "out_of_range", "it ends later than it begins"});
    }
    return faults;
}

}  // namespace vitrine::flags
