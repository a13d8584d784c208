// Shiprocket, an aggregator in India. Source: apidocs.shiprocket.in.
#include <algorithm>

#include <boost/json.hpp>

#include "io/crypto/digest.h"
#include "modules/shipping/couriers/list.h"
#include "modules/shipping/couriers/shiprocket_call.h"
#include "modules/shipping/couriers/shiprocket_read.h"
#include "modules/shipping/couriers/shiprocket_request.h"

namespace vitrine::shipping::providers {
namespace {

using json = shape::json::value;
using enum CourierFault::Kind;

const CourierDeclaration& declared() {
    static const CourierDeclaration it{
        .code = "shiprocket",
        .name = "Shiprocket",
        .webhook_name = "aggregator",   // their addresses may not hold their own name, nor "sr" or "kr"
        .settings = {{"shiprocket_email", SettingKind::text, true, "E-mail of the account's API user (Settings, API)"},
                     {"shiprocket_password", SettingKind::secret, true, "Password of the API user"},
                     {"shiprocket_pickup_location", SettingKind::text, true, "Nickname of the place where parcels are fetched, as in Settings, Pickup Addresses"},
                     {"shiprocket_webhook_token", SettingKind::secret, false, "The token of Settings, API, Webhooks; without it no messages are taken, and parcels are asked after"},
                     {"shiprocket_api", SettingKind::url, false, "Address of the API", "https://apiv2.shiprocket.in/v1/external"}},
        .countries = {"IN"},
        .currency = *Currency::parse("INR"),
        .can = {.quotes = true, .assigns_awb = true, .pickups = true, .manifests = true, .returns = true, .advises = true, .webhooks = true, .finds_again = true, .declares_value = true}};
    return it;
}

/// A success whose body lacks what it is made of: the body of an error sent with status 200.
std::unexpected<CourierFault> odd_answer(const json& body) {
    auto words = text_at(body, "message");
    bool is_clear = member_of(body, "errors") != nullptr;
    return courier_fault(is_clear ? refused : unknown, "error_with_200", std::move(words));
}

bool says(const CourierFault& fault, std::string_view what) { return (" " + normalised_words(fault.words) + " ").find(what) != std::string::npos; }

/// Their ids are whole numbers; one that is not came from nowhere.
RawJson id_json(const std::string& id) {
    bool is_number = !id.empty() && id.size() < 19 && std::ranges::all_of(id, [](char c) { return c >= '0' && c <= '9'; });
    return {is_number ? id : "0"};
}
struct OneShipment {
    RawJson shipment_id;
    std::optional<std::int64_t> is_return;
};
SHAPE(OneShipment, shipment_id, is_return)
struct ShipmentList {
    std::vector<RawJson> shipment_id;
};
SHAPE(ShipmentList, shipment_id)
struct OrderList {
    std::vector<RawJson> order_ids;
};
SHAPE(OrderList, order_ids)
struct IdList {
    std::vector<RawJson> ids;
};
SHAPE(IdList, ids)
struct AwbList {
    std::vector<std::string> awbs;
};
SHAPE(AwbList, awbs)
struct NdrAction {
    std::string action, comments;
};
SHAPE(NdrAction, action, comments)

class Shiprocket final : public Courier {
public:
    const CourierDeclaration& declaration() const override { return declared(); }

    Task<CourierAnswer<std::vector<CourierOffer>>> offers(App& app, Ctx ctx, CourierAccount account, Enquiry enquiry) const override {
        auto path = "/courier/serviceability/?pickup_postcode=" + http::percent_encode(account.origin_postal_code) + "&delivery_postcode=" + http::percent_encode(enquiry.postal_code) +
                    "&weight=" + kilograms(enquiry.weight_grams).text + "&cod=" + (enquiry.is_cash ? "1" : "0");
        auto said = co_await shiprocket_call(app, ctx, account, {.path = path});
        if (!said && said.error().kind == not_found) co_return std::vector<CourierOffer>{};   // "no courier serviceable" comes as a 404
        if (!said) co_return std::unexpected(std::move(said.error()));
        const auto* data = member_of(*said, "data");
        if (!data) co_return odd_answer(*said);
        std::vector<CourierOffer> out;
        for (const auto* row : list_at(*data, "available_courier_companies")) {
            const auto* rate = member_of(*row, "rate");
            auto price = rate ? amount_of(*rate, declared().currency) : std::nullopt;
            if (!price) continue;
            auto days = whole_at(*row, "estimated_delivery_days").value_or(5);
            out.push_back({text_at(*row, "courier_company_id"), text_at(*row, "courier_name"), *price, {days, days + 1}});
        }
        auto wanted = text_at(*data, "recommended_courier_company_id");
        auto recommended = std::ranges::find(out, wanted, &CourierOffer::id);
        if (recommended != out.end()) std::rotate(out.begin(), recommended, recommended + 1);
        co_return out;
    }

    Task<CourierAnswer<Booked>> book(App& app, Ctx ctx, CourierAccount account, Consignment parcel) const override {
        if (!parcel.is_first_try) {
            auto found = co_await find(app, ctx, account, parcel.reference);
            if (!found) co_return std::unexpected(std::move(found.error()));
            if (*found) co_return std::move(**found);
        }
        auto call = co_await creation(app, ctx, account, parcel);
        if (!call) co_return std::unexpected(std::move(call.error()));
        auto made = co_await shiprocket_call(app, ctx, account, std::move(*call));
        if (!made && made.error().kind == refused) {   // a reference that was used says so: then it is ours
            auto found = co_await find(app, ctx, account, parcel.reference);
            if (found && *found) co_return std::move(**found);
        }
        if (!made) co_return std::unexpected(std::move(made.error()));
        Booked out{.booking = text_at(*made, "order_id"), .shipment = text_at(*made, "shipment_id"), .awb = text_at(*made, "awb_code")};
        if (out.booking.empty() || out.shipment.empty()) co_return odd_answer(*made);
        co_return out;
    }

    Task<CourierAnswer<Booked>> assign(App& app, Ctx ctx, CourierAccount account, Consignment parcel) const override {
        if (!parcel.is_first_try) {
            auto found = co_await find(app, ctx, account, parcel.reference);
            if (!found) co_return std::unexpected(std::move(found.error()));
            if (*found && !(*found)->awb.empty()) co_return std::move(**found);
        }
        OneShipment body{id_json(parcel.shipment), parcel.is_return ? std::optional<std::int64_t>(1) : std::nullopt};
        auto said = co_await shiprocket_call(app, ctx, account, {.method = "POST", .path = "/courier/assign/awb", .json = to_json(body)});
        if (!said && said.error().kind == refused && says(said.error(), " already ")) {
            auto found = co_await find(app, ctx, account, parcel.reference);
            if (found && *found && !(*found)->awb.empty()) co_return std::move(**found);
        }
        if (!said) co_return std::unexpected(std::move(said.error()));
        const auto* response = member_of(*said, "response");
        const auto* data = response ? member_of(*response, "data") : nullptr;
        auto awb = data ? text_at(*data, "awb_code") : std::string();
        if (whole_at(*said, "awb_assign_status") != 1 || awb.empty()) {
            auto why = data ? text_at(*data, "awb_assign_error") : std::string();
            if (!why.empty()) co_return courier_fault(refused, "no_awb", why);   // an empty wallet, nobody who serves the place
            co_return courier_fault(unknown, "no_awb", text_at(*said, "message"));   // "something went wrong": it may go right the next time
        }
        co_return Booked{parcel.booking, parcel.shipment, awb, text_at(*data, "courier_name"), {}, {}};
    }

    Task<CourierAnswer<PickupPromise>> pickup(App& app, Ctx ctx, CourierAccount account, Consignment parcel) const override {
        auto said = co_await shiprocket_call(app, ctx, account, {.method = "POST", .path = "/courier/generate/pickup", .json = to_json(ShipmentList{{id_json(parcel.shipment)}})});
        if (!said && said.error().kind == refused && says(said.error(), " already ")) co_return PickupPromise{};
        if (!said) co_return std::unexpected(std::move(said.error()));
        const auto* response = member_of(*said, "response");
        if (whole_at(*said, "pickup_status") != 1 || !response) co_return odd_answer(*said);
        co_return PickupPromise{text_at(*response, "pickup_token_number"), local_time(text_at(*response, "pickup_scheduled_date"), india_ahead)};
    }

    Task<CourierAnswer<Paper>> label(App& app, Ctx ctx, CourierAccount account, Consignment parcel) const override {
        auto said = co_await shiprocket_call(app, ctx, account, {.method = "POST", .path = "/courier/generate/label", .json = to_json(ShipmentList{{id_json(parcel.shipment)}})});
        if (!said) co_return std::unexpected(std::move(said.error()));
        auto url = text_at(*said, "label_url");
        if (whole_at(*said, "label_created") != 1 || url.empty()) co_return odd_answer(*said);
        co_return Paper{url, {}, "application/pdf"};
    }

    Task<CourierAnswer<Paper>> manifest(App& app, Ctx ctx, CourierAccount account, std::vector<Consignment> parcels) const override {
        ShipmentList shipments;
        OrderList orders;
        for (const auto& parcel : parcels) shipments.shipment_id.push_back(id_json(parcel.shipment)), orders.order_ids.push_back(id_json(parcel.booking));
        auto said = co_await shiprocket_call(app, ctx, account, {.method = "POST", .path = "/manifests/generate", .json = to_json(shipments)});
        if (!said && said.error().kind == refused) said = co_await shiprocket_call(app, ctx, account, {.method = "POST", .path = "/manifests/print", .json = to_json(orders)});
        if (!said) co_return std::unexpected(std::move(said.error()));
        auto url = text_at(*said, "manifest_url");
        if (url.empty()) co_return odd_answer(*said);
        co_return Paper{url, {}, "application/pdf"};
    }

    Task<CourierAnswer<Tracked>> track(App& app, Ctx ctx, CourierAccount account, std::string awb) const override {
        auto said = co_await shiprocket_call(app, ctx, account, {.path = "/courier/track/awb/" + http::percent_encode(awb)});
        if (!said) co_return std::unexpected(std::move(said.error()));
        co_return read_shiprocket_tracking(awb, *said);
    }

    Task<CourierAnswer<void>> cancel(App& app, Ctx ctx, CourierAccount account, Consignment parcel) const override {
        if (!parcel.awb.empty()) {
            auto ended = co_await called_off(app, ctx, account, "/orders/cancel/shipment/awbs", to_json(AwbList{{parcel.awb}}));
            if (!ended) co_return std::unexpected(std::move(ended.error()));
        }
        if (parcel.booking.empty()) {
            auto found = co_await find(app, ctx, account, parcel.reference);
            if (!found) co_return std::unexpected(std::move(found.error()));
            if (!*found) co_return CourierAnswer<void>{};
            parcel.booking = (*found)->booking;
        }
        auto ended = co_await called_off(app, ctx, account, "/orders/cancel", to_json(IdList{{id_json(parcel.booking)}}));
        co_return ended;
    }

    Task<CourierAnswer<void>> advise(App& app, Ctx ctx, CourierAccount account, Consignment parcel, Advice advice, std::string remarks) const override {
        NdrAction body{advice == Advice::try_again ? "re-attempt" : "return", remarks.empty() ? "Asked for by the shop" : std::move(remarks)};
        auto said = co_await shiprocket_call(app, ctx, account, {.method = "POST", .path = "/ndr/" + http::percent_encode(parcel.awb) + "/action", .json = to_json(body)});
        if (!said) co_return std::unexpected(std::move(said.error()));
        co_return CourierAnswer<void>{};
    }

    Result<TrackingNews> read_webhook(const Values& values, const http::Request& request) const override {
        const auto& token = values.text("shiprocket_webhook_token");
        if (token.empty() || !crypto::equal_in_constant_time(token, request.header("x-api-key"))) return refuse(signature_refused);
        return read_shiprocket_webhook(request.body);
    }

private:
    /// What was booked under a reference; nothing when nothing was.
    static Task<CourierAnswer<std::optional<Booked>>> find(App& app, Ctx ctx, const CourierAccount& account, const std::string& reference) {
        auto said = co_await shiprocket_call(app, ctx, account, {.path = "/orders?search=" + http::percent_encode(reference)});
        if (!said && said.error().kind == not_found) co_return std::optional<Booked>{};
        if (!said) co_return std::unexpected(std::move(said.error()));
        if (!member_of(*said, "data")) co_return odd_answer(*said);
        co_return find_in_shiprocket_orders(*said, reference);
    }

    static Task<CourierAnswer<ShiprocketCall>> creation(App& app, Ctx ctx, const CourierAccount& account, const Consignment& parcel) {
        const auto& location = account.values.text("shiprocket_pickup_location");
        if (!parcel.is_return) co_return ShiprocketCall{.method = "POST", .path = "/orders/create/adhoc", .json = shiprocket_order(parcel, location)};
        auto said = co_await shiprocket_call(app, ctx, account, {.path = "/settings/company/pickup"});
        if (!said) co_return std::unexpected(std::move(said.error()));
        const auto* data = member_of(*said, "data");
        for (const auto* place : data ? list_at(*data, "shipping_address") : std::vector<const json*>{}) {
            if (text_at(*place, "pickup_location") != location) continue;
            Party shop{text_at(*place, "name"), text_at(*place, "phone"), text_at(*place, "email"), text_at(*place, "address"), text_at(*place, "address_2"),
                       text_at(*place, "city"), text_at(*place, "state"), text_at(*place, "pin_code"), text_at(*place, "country")};
            co_return ShiprocketCall{.method = "POST", .path = "/orders/create/return", .json = shiprocket_return(parcel, shop)};
        }
        co_return courier_fault(refused, "no_such_pickup_location", "No pickup address has the nickname " + location);
    }

    static Task<CourierAnswer<void>> called_off(App& app, Ctx ctx, const CourierAccount& account, std::string path, std::string body) {
        auto said = co_await shiprocket_call(app, ctx, account, {.method = "POST", .path = std::move(path), .json = std::move(body)});
        if (!said && said.error().kind == refused && says(said.error(), " already cancel")) co_return CourierAnswer<void>{};
        if (!said && said.error().kind == not_found) co_return CourierAnswer<void>{};
        if (!said) co_return std::unexpected(std::move(said.error()));
        auto words = " " + normalised_words(text_at(*said, "message")) + " ";   // a no may come with status 200
        auto has = [&](std::string_view what) { return words.find(what) != std::string::npos; };
        for (auto no : {" cannot ", " can t ", " not ", " unable ", " fail"})
            if (has(no)) co_return courier_fault(refused, "error_with_200", text_at(*said, "message"));
        if (words.size() > 2 && !has(" cancel")) co_return odd_answer(*said);
        co_return CourierAnswer<void>{};
    }
};

}  // namespace

const Courier& shiprocket() {
    static const Shiprocket courier;
    return courier;
}

}  // namespace vitrine::shipping::providers
