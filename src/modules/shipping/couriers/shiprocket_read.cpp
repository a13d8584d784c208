#include "modules/shipping/couriers/shiprocket_read.h"

#include <algorithm>

#include <boost/json.hpp>

#include "io/crypto/digest.h"

namespace vitrine::shipping::providers {
namespace {

constexpr const char* shipment_table =
#include "modules/shipping/data/shiprocket_shipment_status.inc"
    ;
constexpr const char* order_table =
#include "modules/shipping/data/shiprocket_order_status.inc"
    ;

std::optional<Standing> find(const std::vector<KnownStatus>& table, std::string_view id) {
    auto found = std::ranges::find(table, id, &KnownStatus::raw);
    return found == table.end() ? std::nullopt : std::optional(found->standing);
}

/// The time of an activity is the event's; several at one second keep their order.
std::vector<Scan> scans_of(const shape::json::value& data) {
    std::vector<Scan> scans;
    for (const auto* activity : list_at(data, "shipment_track_activities")) {
        auto at = local_time(text_at(*activity, "date"), india_ahead);
        if (!at) continue;
        auto id = text_at(*activity, "sr-status");
        auto label = text_at(*activity, "sr-status-label"), words = text_at(*activity, "activity");
        scans.push_back({*at, id.empty() ? text_at(*activity, "status") : id, words.empty() ? label : words, text_at(*activity, "location"),
                         shiprocket_standing(id, {}, label.empty() || label == "NA" ? words : label)});
    }
    std::ranges::reverse(scans);   // newest first on the wire
    sort_by_time(scans);
    return scans;
}

}  // namespace

const std::vector<KnownStatus>& shiprocket_shipment_statuses() {
    static const auto all = read_status_table(shipment_table);
    return all;
}
const std::vector<KnownStatus>& shiprocket_order_statuses() {
    static const auto all = read_status_table(order_table);
    return all;
}

Standing shiprocket_standing(std::string_view shipment_status, std::string_view order_status, std::string_view words) {
    if (auto known = find(shiprocket_shipment_statuses(), shipment_status)) return *known;
    if (auto known = find(shiprocket_order_statuses(), order_status)) return *known;
    return standing_by_words(words);
}

CourierAnswer<Tracked> read_shiprocket_tracking(const std::string& awb, const shape::json::value& body) {
    const auto* data = member_of(body, "tracking_data");
    if (!data) return courier_fault(CourierFault::Kind::unknown, "no_tracking_data", text_at(body, "message"));
    if (whole_at(*data, "track_status").value_or(0) != 1) return courier_fault(CourierFault::Kind::not_found, "no_track_yet", text_at(*data, "error"));
    Tracked out{.awb = awb, .scans = scans_of(*data)};
    auto tracks = list_at(*data, "shipment_track");
    auto now = text_at(*data, "shipment_status");
    if (!tracks.empty()) {
        const auto& track = *tracks.front();
        out.expected_at = local_time(text_at(track, "edd"), india_ahead);
        auto words = text_at(track, "current_status");
        auto standing = shiprocket_standing(now, {}, words);
        bool is_told = std::ranges::any_of(out.scans, [&](const Scan& scan) { return scan.standing == standing; });
        // The head of the answer may know more than its list of activities.
        if (!is_told && !out.scans.empty()) out.scans.push_back({out.scans.back().at, now, words, {}, standing});
    }
    if (!out.expected_at) out.expected_at = local_time(text_at(*data, "etd"), india_ahead);
    if (auto url = text_at(*data, "track_url"); url.starts_with("https://") || url.starts_with("http://")) out.url = url;
    return out;
}

TrackingNews read_shiprocket_webhook(std::string_view text) {
    TrackingNews news{.event = crypto::hex(crypto::sha256(text))};
    shape::json::value body;
    news.is_readable = !shape::parse_json(text, body) && body.is_object();
    if (!news.is_readable) return news;
    news.awb = text_at(body, "awb");
    news.words = text_at(body, "shipment_status");
    if (news.words.empty()) news.words = text_at(body, "current_status");
    news.is_readable = !news.awb.empty();
    return news;
}

std::optional<Booked> find_in_shiprocket_orders(const shape::json::value& body, std::string_view reference) {
    for (const auto* order : list_at(body, "data")) {
        if (text_at(*order, "channel_order_id") != reference) continue;
        if (standing_by_words(text_at(*order, "status")) == Standing::cancelled) continue;
        auto shipments = list_at(*order, "shipments");
        Booked out{.booking = text_at(*order, "id")};
        if (!shipments.empty()) out.shipment = text_at(*shipments.front(), "id"), out.awb = text_at(*shipments.front(), "awb"), out.service = text_at(*shipments.front(), "courier");
        if (!out.booking.empty() && !out.shipment.empty()) return out;
    }
    return {};
}

}  // namespace vitrine::shipping::providers
