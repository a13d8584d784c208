// Leopards Courier (LCS) in Pakistan, "eCom Merchant APIs V2". No official text is public: what is known comes from client libraries and shop adapters, so both of
// two spellings are read where they differ.
#include <algorithm>
#include <map>
#include <mutex>

#include <boost/json.hpp>

#include "io/crypto/digest.h"
#include "io/telemetry/log.h"
#include "modules/shipping/couriers/leopards_read.h"
#include "modules/shipping/couriers/list.h"

namespace vitrine::shipping::providers {
namespace {

using json = shape::json::value;
using enum CourierFault::Kind;

const CourierDeclaration& declared() {
    static const CourierDeclaration it{
        .code = "leopards",
        .name = "Leopards Courier",
        .webhook_name = "leopards",
        .settings = {{"leopards_api_key", SettingKind::secret, true, "API key of the merchant account"},
                     {"leopards_api_password", SettingKind::secret, true, "Password that belongs to the key"},
                     {"leopards_origin_city", SettingKind::text, false, "Id of the city where parcels start; self: the account's", "self"},
                     {"leopards_shipment_type", SettingKind::text, false, "overnight, overland, detain", "overnight"},
                     {"leopards_webhook_token", SettingKind::secret, false, "What Leopards sends along as x-api-key or ?token= with its messages; without it none are taken"},
                     {"leopards_api", SettingKind::url, false, "Address of the API", "https://merchantapi.leopardscourier.com/api"}},
        .countries = {"PK"},
        .currency = *Currency::parse("PKR"),
        .can = {.manifests = true, .advises = true, .webhooks = true, .finds_again = true, .whole_cash = true}};
    return it;
}

/// Every body carries the account.
boost::json::object signed_body(const CourierAccount& account) {
    return {{"api_key", account.values.text("leopards_api_key")}, {"api_password", account.values.text("leopards_api_password")}};
}

/// "error" is a text, or 0.
std::string error_of(const json& body) {
    auto error = text_at(body, "error");
    return error == "0" ? std::string() : error;
}

Task<CourierAnswer<json>> call(App& app, Ctx ctx, const CourierAccount& account, std::string method, boost::json::object body) {
    web::Request request{.method = "POST", .url = account.values.text("leopards_api") + "/" + method + "/format/json/", .headers = {{"Content-Type", "application/json"}}};
    request.body = boost::json::serialize(body);
    auto answer = co_await ask_courier(app, ctx, std::move(request));
    auto said = heard("leopards", method, answer);
    if (!said) co_return std::unexpected(std::move(said.error()));
    if (said->status < 200 || said->status > 299) co_return courier_fault(unknown, "status_" + std::to_string(said->status), error_of(said->body));
    auto status = whole_at(said->body, "status");
    if (!status) co_return courier_fault(unknown, "no_status", error_of(said->body));
    if (*status == 1) co_return std::move(said->body);
    auto words = error_of(said->body);
    log::warn("shipping.courier_fault", {{"courier", "leopards"}, {"call", method}, {"code", "status_0"}});
    co_return courier_fault(words.empty() ? unknown : refused, "status_0", words);   // a no without a reason says nothing
}

/// Cities by name, for every account of this process; read again after a day.
struct Cities {
    std::mutex mutex;
    std::map<std::string, std::pair<Instant, std::map<std::string, std::string>>> by_api;
};
Cities& cities() {
    static Cities all;
    return all;
}

std::optional<std::string> known_city(const std::string& api, const std::string& name, Instant now, bool& is_fresh) {
    auto& all = cities();
    std::lock_guard lock(all.mutex);
    auto found = all.by_api.find(api);
    is_fresh = found != all.by_api.end() && now < found->second.first + 24h;
    if (found == all.by_api.end()) return {};
    auto city = found->second.second.find(normalised_words(name));
    return city == found->second.second.end() ? std::nullopt : std::optional(city->second);
}

Task<CourierAnswer<std::string>> city_id(App& app, Ctx ctx, const CourierAccount& account, std::string name) {
    auto api = account.values.text("leopards_api");
    bool is_fresh = false;
    auto known = known_city(api, name, ctx.now, is_fresh);
    if (known) co_return std::move(*known);
    if (!is_fresh) {
        auto said = co_await call(app, ctx, account, "getAllCities", signed_body(account));
        if (!said) co_return std::unexpected(std::move(said.error()));
        std::map<std::string, std::string> all;
        for (const auto* city : list_at(*said, "city_list")) all[normalised_words(text_at(*city, "name"))] = text_at(*city, "id");
        if (all.empty()) co_return courier_fault(unknown, "no_cities");   // kept for a day, an empty list would stop every booking
        auto& kept = cities();
        std::lock_guard lock(kept.mutex);
        kept.by_api[api] = {ctx.now, std::move(all)};
    }
    known = known_city(api, name, ctx.now, is_fresh);
    if (known) co_return std::move(*known);
    co_return courier_fault(refused, "no_such_city", "Leopards does not deliver to " + name);
}

std::string pakistan_day(Instant at) { return format_rfc3339(at + std::chrono::minutes(pakistan_ahead)).substr(0, 10); }

class Leopards final : public Courier {
public:
    const CourierDeclaration& declaration() const override { return declared(); }

    Task<CourierAnswer<Booked>> book(App& app, Ctx ctx, CourierAccount account, Consignment parcel) const override {
        if (!parcel.is_first_try) {
            auto found = co_await find(app, ctx, account, parcel);
            if (!found) co_return std::unexpected(std::move(found.error()));
            if (*found) co_return std::move(**found);
        }
        auto city = co_await city_id(app, ctx, account, parcel.customer.city);
        if (!city) co_return std::unexpected(std::move(city.error()));
        auto made = co_await call(app, ctx, account, "bookPacket", packet(account, parcel, *city));
        if (!made) co_return std::unexpected(std::move(made.error()));
        auto awb = leopards_track_number(*made);
        if (awb.empty()) co_return courier_fault(unknown, "no_track_number", error_of(*made));
        co_return booked(awb, text_at(*made, "slip_link"));
    }

    /// The slip's address comes with the booking and at no other time.
    Task<CourierAnswer<Paper>> label(App&, Ctx, CourierAccount, Consignment) const override {
        co_return courier_fault(refused, "no_slip", "Leopards tells the slip's address only when it books: print it in its portal");
    }

    Task<CourierAnswer<Paper>> manifest(App& app, Ctx ctx, CourierAccount account, std::vector<Consignment> parcels) const override {
        auto body = signed_body(account);
        body["cn_numbers"] = joined(parcels);
        auto made = co_await call(app, ctx, account, "generateLoadSheet", std::move(body));
        if (!made) co_return std::unexpected(std::move(made.error()));
        auto sheet = text_at(*made, "load_sheet_id");
        if (sheet.empty()) co_return courier_fault(unknown, "no_load_sheet");
        auto wanted = signed_body(account);
        wanted["load_sheet_id"] = sheet;
        wanted["response_type"] = "PDF";
        web::Request request{.method = "POST", .url = account.values.text("leopards_api") + "/downloadLoadSheet/format/json/", .headers = {{"Content-Type", "application/json"}}};
        request.body = boost::json::serialize(wanted);
        auto file = co_await ask_courier(app, ctx, std::move(request));
        bool is_pdf = file.outcome == web::Outcome::answered && file.status == 200 && file.body.starts_with("%PDF");
        if (!is_pdf) co_return courier_fault(unknown, "no_pdf");
        co_return Paper{{}, std::move(file.body), "application/pdf"};
    }

    Task<CourierAnswer<Tracked>> track(App& app, Ctx ctx, CourierAccount account, std::string awb) const override {
        auto body = signed_body(account);
        body["track_numbers"] = awb;
        auto said = co_await call(app, ctx, account, "trackBookedPacket", std::move(body));
        if (!said) co_return std::unexpected(std::move(said.error()));
        co_return read_leopards_tracking(awb, *said);
    }

    Task<CourierAnswer<void>> cancel(App& app, Ctx ctx, CourierAccount account, Consignment parcel) const override {
        if (parcel.awb.empty()) {
            auto found = co_await find(app, ctx, account, parcel);
            if (!found) co_return std::unexpected(std::move(found.error()));
            if (!*found) co_return CourierAnswer<void>{};
            parcel.awb = (*found)->awb;
        }
        auto body = signed_body(account);
        body["cn_numbers"] = parcel.awb;
        auto said = co_await call(app, ctx, account, "cancelBookedPackets", std::move(body));
        bool was_before = !said && said.error().kind == refused && normalised_words(said.error().words).find("already cancel") != std::string::npos;
        if (said || was_before) co_return CourierAnswer<void>{};
        co_return std::unexpected(std::move(said.error()));
    }

    Task<CourierAnswer<void>> advise(App& app, Ctx ctx, CourierAccount account, Consignment parcel, Advice advice, std::string remarks) const override {
        auto body = signed_body(account);
        body["data"] = boost::json::array{boost::json::object{{"cn_number", parcel.awb}, {"shipper_advice_status", advice == Advice::try_again ? "RT" : "RA"}, {"shipper_remarks", remarks}}};
        auto said = co_await call(app, ctx, account, "updateShipperAdvice", std::move(body));
        if (!said) co_return std::unexpected(std::move(said.error()));
        co_return CourierAnswer<void>{};
    }

    Result<TrackingNews> read_webhook(const Values& values, const http::Request& request) const override {
        const auto& token = values.text("leopards_webhook_token");
        std::string given(request.header("x-api-key"));
        for (const auto& [name, value] : request.query)
            if (name == "token") given = value;
        if (token.empty() || !crypto::equal_in_constant_time(token, given)) return refuse(signature_refused);
        return read_leopards_webhook(request.body);
    }

private:
    static Booked booked(std::string awb, std::string slip) {
        Booked out{.booking = awb, .shipment = awb, .awb = std::move(awb), .service = "Leopards Courier"};
        if (slip.starts_with("http")) out.label_url = std::move(slip);
        return out;
    }

    static std::string joined(const std::vector<Consignment>& parcels) {
        std::string out;
        for (const auto& parcel : parcels) out += (out.empty() ? "" : ",") + parcel.awb;
        return out;
    }

    /// `shipment_*` is the sender, `consignment_*` the receiver. Weight in grams, cash in whole rupees.
    static boost::json::object packet(const CourierAccount& account, const Consignment& parcel, const std::string& city) {
        const auto& to = parcel.customer;
        auto body = signed_body(account);
        std::string contents;
        for (const auto& item : parcel.items) contents += (contents.empty() ? "" : ", ") + std::to_string(item.quantity) + " x " + item.title;
        body["booked_packet_weight"] = parcel.weight_grams;
        body["booked_packet_vol_weight_w"] = parcel.size.width_mm / 10;
        body["booked_packet_vol_weight_h"] = parcel.size.height_mm / 10;
        body["booked_packet_vol_weight_l"] = parcel.size.length_mm / 10;
        body["booked_packet_no_piece"] = 1;
        body["booked_packet_collect_amount"] = parcel.collect.minor / 100;
        body["booked_packet_order_id"] = parcel.reference;
        body["origin_city"] = account.values.text("leopards_origin_city");
        body["destination_city"] = city;
        for (auto field : {"shipment_name_eng", "shipment_email", "shipment_phone", "shipment_address"}) body[field] = "self";
        body["consignment_name_eng"] = shortened(to.name, 50);
        body["consignment_email"] = to.email;
        body["consignment_phone"] = national_phone(to.phone, to.country);
        body["consignment_address"] = shortened(to.line1 + (to.line2.empty() ? "" : ", " + to.line2), 200);
        body["special_instructions"] = shortened((parcel.note.empty() ? std::string() : parcel.note + ". ") + contents, 200);
        body["shipment_type"] = account.values.text("leopards_shipment_type");
        return body;
    }

    /// "No packets found" is said with status 0, as every no is.
    static bool says_none(const CourierFault& fault) {
        if (fault.kind != refused) return false;
        auto words = " " + normalised_words(fault.words) + " ";
        for (auto none : {" no packet", " no record", " not found "})
            if (words.find(none) != std::string::npos) return true;
        return false;
    }

    /// Among the bookings since the day of the order, the one with our reference that is not cancelled.
    static Task<CourierAnswer<std::optional<Booked>>> find(App& app, Ctx ctx, const CourierAccount& account, const Consignment& parcel) {
        auto body = signed_body(account);
        body["from_date"] = pakistan_day(std::max(parcel.ordered_at, ctx.now - 24h * 30));
        body["to_date"] = pakistan_day(ctx.now + 24h);
        auto said = co_await call(app, ctx, account, "getBookedPacketLastStatus", std::move(body));
        if (!said && says_none(said.error())) co_return std::optional<Booked>{};
        if (!said && said.error().kind == refused) said.error().kind = unknown;   // a no to something else says nothing about the booking
        if (!said) co_return std::unexpected(std::move(said.error()));
        const auto* rows = member_of(*said, "packet_list");
        if (!rows || !rows->is_array()) co_return courier_fault(unknown, "no_packet_list");
        for (const auto* row : list_at(*said, "packet_list")) {
            if (text_at(*row, "booked_packet_order_id") != parcel.reference) continue;
            if (leopards_standing(text_at(*row, "booked_packet_status")) == Standing::cancelled) continue;
            co_return booked(text_at(*row, "track_number"), {});
        }
        co_return std::optional<Booked>{};
    }
};

}  // namespace

void forget_leopards_cities() {
    auto& all = cities();
    std::lock_guard lock(all.mutex);
    all.by_api.clear();
}

const Courier& leopards() {
    static const Leopards courier;
    return courier;
}

}  // namespace vitrine::shipping::providers
