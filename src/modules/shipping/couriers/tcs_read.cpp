#include "modules/shipping/couriers/tcs_read.h"

#include <algorithm>

#include <boost/json.hpp>

namespace vitrine::shipping::providers {
namespace {

constexpr const char* table_text =
#include "modules/shipping/data/tcs_status.inc"
    ;

/// "Current Status: Out For Delivery\n…"
std::string current_status(const std::string& summary) {
    constexpr std::string_view mark = "Current Status:";
    auto at = summary.find(mark);
    if (at == std::string::npos) return {};
    auto from = summary.find_first_not_of(' ', at + mark.size());
    return from == std::string::npos ? std::string() : summary.substr(from, summary.find_first_of("\r\n|", from) - from);
}

}  // namespace

const std::vector<KnownStatus>& tcs_statuses() {
    static const auto all = read_status_table(table_text);
    return all;
}

Standing tcs_standing(std::string_view text) {
    auto wanted = normalised_words(text);
    for (const auto& known : tcs_statuses())
        if (normalised_words(known.raw) == wanted) return known.standing;
    return standing_by_words(text);
}

CourierAnswer<Tracked> read_tcs_tracking(const std::string& awb, const shape::json::value& body) {
    if (normalised_words(text_at(body, "message")) == "fail") return courier_fault(CourierFault::Kind::not_found, "no_track_yet");
    if (!member_of(body, "checkpoints") && !member_of(body, "shipmentinfo")) return courier_fault(CourierFault::Kind::unknown, "no_tracking_data", tcs_error(body));
    Tracked out{.awb = awb};
    for (const auto* point : list_at(body, "checkpoints")) {
        auto at = local_time(text_at(*point, "datetime"), pakistan_ahead);
        auto words = text_at(*point, "status");
        if (at && !words.empty()) out.scans.push_back({*at, {}, words, text_at(*point, "recievedby"), tcs_standing(words)});   // their spelling
    }
    std::ranges::reverse(out.scans);   // newest first on the wire
    sort_by_time(out.scans);
    auto now = current_status(text_at(body, "shipmentsummary"));
    auto standing = tcs_standing(now);
    bool is_told = now.empty() || std::ranges::any_of(out.scans, [&](const Scan& scan) { return scan.standing == standing; });
    if (!is_told && !out.scans.empty()) out.scans.push_back({out.scans.back().at, {}, now, {}, standing});
    return out;
}

std::string tcs_error(const shape::json::value& body) {
    for (auto name : {"error", "errorList"})
        if (auto errors = list_at(body, name); !errors.empty()) return text_at(*errors.front(), "errormessage");
    return text_at(body, "message");
}

}  // namespace vitrine::shipping::providers
