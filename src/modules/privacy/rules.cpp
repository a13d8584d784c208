#include "modules/privacy/rules.h"

#include <charconv>
#include <map>

#include "core/check.h"
#include "core/split.h"

namespace vitrine::privacy::rules {
namespace {

constexpr std::string_view years_kept_csv =
#include "modules/privacy/data/years_kept.inc"
    ;

/// Of the first two columns; the third one is for people.
std::map<std::string, std::int64_t, std::less<>> read_years() {
    std::map<std::string, std::int64_t, std::less<>> out;
    auto text = years_kept_csv.substr(years_kept_csv.find('\n') + 1);
    while (!text.empty()) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (line.empty()) continue;
        auto first = line.find(','), second = line.find(',', first + 1);
        std::int64_t years = 0;
        auto [end, error] = std::from_chars(line.data() + first + 1, line.data() + second, years);
        check(error == std::errc{} && end == line.data() + second && years > 0, "each country keeps papers for some years");
        out.emplace(line.substr(0, first), years);
    }
    check(out.contains("*"), "there is a rule for other countries");
    return out;
}

constexpr Retention usual_days{.carts = Days{90}, .saved_items = Days{730}, .sessions = Days{30}, .searches = Days{400}, .messages = Days{365}, .gateway_messages = Days{180}, .courier_messages = Days{90},
                               .labels = Days{90}, .proofs = Days{180}, .request_answers = Days{30}, .deliveries = Days{90}, .risk_facts = Days{180}, .risk_marks = Days{400}, .consents = Days{400}, .launch_signups = Days{30}};

}  // namespace

RawJson days_of(const PrivacySettings& settings) {
    auto days = usual_days;
    if (settings.days_kept)
        shape::each_member<Retention>([&](auto member) {
            if (const auto& own = *settings.days_kept.*member.pointer) days.*member.pointer = own;
        });
    return {to_json(days)};
}

std::int64_t years_kept(std::string_view country) {
    static const auto years = read_years();
    auto found = years.find(country);
    return (found == years.end() ? years.find("*") : found)->second;
}

std::string stand_in(RequestId id) { return "erased-" + id.text() + "@erased.invalid"; }

RequestView view_of(const RequestRow& row) { return {row.id, row.kind, row.state, row.asked_at, row.due, row.waits_for, row.ended_at, row.file_bytes, row.file_until}; }

}  // namespace vitrine::privacy::rules
