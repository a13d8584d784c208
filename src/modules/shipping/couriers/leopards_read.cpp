#include "modules/shipping/couriers/leopards_read.h"

#include <algorithm>

#include <boost/json.hpp>

#include "io/crypto/digest.h"

namespace vitrine::shipping::providers {
namespace {

constexpr const char* table_text =
#include "modules/shipping/data/leopards_status.inc"
    ;

/// "webhook_code,RC,awb_assigned,consignment booked" with kind and raw as one column.
std::vector<KnownStatus> read_table() {
    std::string joined;
    std::string_view text = table_text;
    while (!text.empty()) {
        auto end = std::min(text.find('\n'), text.size());
        std::string line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.front() == '#') continue;
        line[line.find(',')] = ':';
        joined += line + "\n";
    }
    return read_status_table(joined);
}

std::optional<Standing> find(std::string_view kind, std::string_view raw) {
    auto wanted = normalised_words(raw);
    for (const auto& known : leopards_statuses()) {
        auto colon = known.raw.find(':');
        if (known.raw.substr(0, colon) == kind && normalised_words(std::string_view(known.raw).substr(colon + 1)) == wanted) return known.standing;
    }
    return {};
}

/// "PN2": a code with a count behind it.
bool is_counted(std::string_view code, std::string_view stem) {
    return code.size() > stem.size() && code.starts_with(stem) && std::ranges::all_of(code.substr(stem.size()), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<Scan> scans_of(const shape::json::value& row) {
    std::vector<Scan> scans;
    for (const auto* detail : list_at(row, "Tracking Detail")) {
        auto at = local_time(text_at(*detail, "Activity_datetime"), pakistan_ahead);
        auto words = text_at(*detail, "Status"), reason = text_at(*detail, "Reason");
        if (!at || words.empty()) continue;
        auto standing = leopards_standing(words);
        scans.push_back({*at, {}, reason.empty() || reason == "N/A" ? words : words + ": " + reason, text_at(*detail, "Reciever_Name"), standing});
    }
    sort_by_time(scans);
    return scans;
}

}  // namespace

const std::vector<KnownStatus>& leopards_statuses() {
    static const auto all = read_table();
    return all;
}

Standing leopards_standing(std::string_view text) { return find("pull_text", text).value_or(standing_by_words(text)); }

Standing leopards_code_standing(std::string_view code) {
    if (auto known = find("webhook_code", code)) return *known;
    if (is_counted(code, "PN")) return Standing::delivery_failed;
    if (is_counted(code, "RN")) return Standing::rto;
    return standing_by_words(code);
}

std::string leopards_track_number(const shape::json::value& body) {
    auto at_top = text_at(body, "track_number");
    if (!at_top.empty()) return at_top;
    auto packets = list_at(body, "packet_list");
    return packets.empty() ? std::string() : text_at(*packets.front(), "track_number");
}

CourierAnswer<Tracked> read_leopards_tracking(const std::string& awb, const shape::json::value& body) {
    for (const auto* row : list_at(body, "packet_list")) {
        if (text_at(*row, "track_number") != awb) continue;
        Tracked out{.awb = awb, .scans = scans_of(*row)};
        auto now = text_at(*row, "booked_packet_status");
        auto standing = leopards_standing(now);
        bool is_told = now.empty() || std::ranges::any_of(out.scans, [&](const Scan& scan) { return scan.standing == standing; });
        auto booked_at = local_time(text_at(*row, "booking_date"), pakistan_ahead);
        auto last = out.scans.empty() ? booked_at : std::optional(out.scans.back().at);
        if (!is_told && last) out.scans.push_back({*last, {}, now, {}, standing});
        if (auto back = text_at(*row, "reverseCN"); !back.empty()) out.return_awb = back;
        return out;
    }
    return courier_fault(CourierFault::Kind::not_found, "no_track_yet", text_at(body, "error"));
}

TrackingNews read_leopards_webhook(std::string_view text) {
    TrackingNews news{.event = crypto::hex(crypto::sha256(text))};
    shape::json::value body;
    news.is_readable = !shape::parse_json(text, body);
    if (!news.is_readable) return news;
    const auto* message = &body;
    if (auto data = list_at(body, "data"); !data.empty()) message = data.front();
    for (auto name : {"cn_number", "track_number", "tracking_number"})
        if (news.awb.empty()) news.awb = text_at(*message, name);
    news.words = text_at(*message, "status");
    news.is_readable = !news.awb.empty();
    return news;
}

}  // namespace vitrine::shipping::providers
