// TCS in Pakistan, "OCI Connect". No official text is public: what is known comes from client libraries and shop adapters.
#include <boost/json.hpp>

#include "modules/shipping/couriers/list.h"
#include "modules/shipping/couriers/tcs_call.h"
#include "modules/shipping/couriers/tcs_read.h"

namespace vitrine::shipping::providers {
namespace {

using json = shape::json::value;
using enum CourierFault::Kind;

const CourierDeclaration& declared() {
    static const CourierDeclaration it{
        .code = "tcs",
        .name = "TCS",
        .webhook_name = {},
        .settings = {{"tcs_client_id", SettingKind::text, true, "Client id of the account"},
                     {"tcs_client_secret", SettingKind::secret, true, "Client secret of the account"},
                     {"tcs_username", SettingKind::text, true, "User of the e-commerce API"},
                     {"tcs_password", SettingKind::secret, true, "Password of that user"},
                     {"tcs_account", SettingKind::text, true, "Customer number, for example 01A234"},
                     {"tcs_cost_center", SettingKind::text, true, "Code of the place where parcels are fetched"},
                     {"tcs_shipper_address", SettingKind::text, true, "The shop's address on the label"},
                     {"tcs_shipper_city", SettingKind::text, true, "The shop's city"},
                     {"tcs_shipper_mobile", SettingKind::text, true, "The shop's mobile number, 03xxxxxxxxx"},
                     {"tcs_service", SettingKind::text, false, "Service code; O: overnight", "O"},
                     {"tcs_api", SettingKind::url, false, "Address of the API", "https://ociconnect.tcscourier.com"}},
        .countries = {"PK"},
        .currency = *Currency::parse("PKR"),
        .can = {.whole_cash = true}};
    return it;
}

struct Shipper {
    std::string tcsaccount, shippername, address1, countrycode = "PK", countryname = "Pakistan", cityname, mobile;
};
SHAPE(Shipper, tcsaccount, shippername, address1, countrycode, countryname, cityname, mobile)
struct Consignee {
    std::string firstname, address1, mobile, email, countrycode = "PK", countryname = "Pakistan", citycode, cityname;
};
SHAPE(Consignee, firstname, address1, mobile, email, countrycode, countryname, citycode, cityname)
struct ShipmentInfo {
    std::string costcentercode, referenceno, contentdesc, servicecode;
    std::int64_t codamount = 0;
    RawJson weightinkg;
    std::int64_t pieces = 1;
    bool fragile = false;
    std::string currency = "PKR", remarks;
};
SHAPE(ShipmentInfo, costcentercode, referenceno, contentdesc, servicecode, codamount, weightinkg, pieces, fragile, currency, remarks)
struct Booking {
    std::string consignmentno;
    Shipper shipperinfo;
    Consignee consigneeinfo;
    ShipmentInfo shipmentinfo;
};
SHAPE(Booking, consignmentno, shipperinfo, consigneeinfo, shipmentinfo)
struct Calling {
    std::string consignmentnumber;
};
SHAPE(Calling, consignmentnumber)

/// The members of a shape's JSON without the braces.
template <class T>
std::string members_of(const T& value) {
    auto text = to_json(value);
    return text.substr(1, text.size() - 2);
}

/// Texts have at least three characters.
std::string filled(std::string text, size_t most) {
    text = shortened(text, most);
    while (count_code_points(text) < 3) text += '.';
    return text;
}

class Tcs final : public Courier {
public:
    const CourierDeclaration& declaration() const override { return declared(); }

    /// A lost answer cannot be looked up: whether the parcel is booked again is for a person to say, who looks in the portal first.
    Task<CourierAnswer<Booked>> book(App& app, Ctx ctx, CourierAccount account, Consignment parcel) const override {
        auto city = co_await city_code(app, ctx, account, parcel.customer.city);
        if (!city) co_return std::unexpected(std::move(city.error()));
        auto said = co_await tcs_call(app, ctx, account, {.method = "POST", .path = "/ecom/api/booking/create", .body = members_of(booking(account, parcel, *city))});
        if (!said) {
            const auto& code = said.error().code;
            said.error().may_have_happened = said.error().kind == unknown && (code == "no_answer" || code.starts_with("status_5"));
            co_return std::unexpected(std::move(said.error()));
        }
        auto awb = text_at(said->body, "consignmentNo");
        if (awb.empty()) {
            auto words = tcs_error(said->body);
            bool says_nothing = words.empty();
            co_return std::unexpected(CourierFault{unknown, "no_consignment", std::move(words), says_nothing});
        }
        Booked out{.booking = awb, .shipment = awb, .awb = awb, .service = "TCS"};
        if (!parcel.is_first_try) out.note = "An earlier try may have booked this parcel, too: see that TCS holds one consignment only.";
        co_return out;
    }

    Task<CourierAnswer<Paper>> label(App& app, Ctx ctx, CourierAccount account, Consignment parcel) const override {
        auto path = "/ecom/api/print/label?consignmentno=" + http::percent_encode(parcel.awb) + "&shipperDetails=true&printtype=1";
        auto said = co_await tcs_call(app, ctx, account, {.path = path});
        if (!said) co_return std::unexpected(std::move(said.error()));
        if (said->raw.body.starts_with("%PDF")) co_return Paper{{}, std::move(said->raw.body), "application/pdf"};
        for (auto name : {"link", "url", "labelurl"})
            if (auto url = text_at(said->body, name); url.starts_with("http")) co_return Paper{url, {}, "application/pdf"};
        co_return courier_fault(unknown, "no_label", tcs_error(said->body));
    }

    Task<CourierAnswer<Tracked>> track(App& app, Ctx ctx, CourierAccount account, std::string awb) const override {
        auto said = co_await tcs_call(app, ctx, account, {.path = "/tracking/api/Tracking/GetDynamicTrackDetail?consignee=" + http::percent_encode(awb), .wants_second_token = false});
        if (!said) co_return std::unexpected(std::move(said.error()));
        auto tracked = read_tcs_tracking(awb, said->body);
        if (tracked) tracked->url = "https://www.tcsexpress.com/track/" + http::percent_encode(awb);
        co_return tracked;
    }

    Task<CourierAnswer<void>> cancel(App& app, Ctx ctx, CourierAccount account, Consignment parcel) const override {
        if (parcel.awb.empty() && !parcel.is_first_try) co_return courier_fault(refused, "number_unknown", "TCS may hold a booking whose number never came: look in its portal");
        if (parcel.awb.empty()) co_return CourierAnswer<void>{};   // nothing was ever asked of it
        auto said = co_await tcs_call(app, ctx, account, {.method = "POST", .path = "/ecom/api/booking/cancel", .body = members_of(Calling{parcel.awb})});
        bool was_before = !said && said.error().kind == refused && normalised_words(said.error().words).find("already cancel") != std::string::npos;
        if (was_before) co_return CourierAnswer<void>{};
        if (!said) co_return std::unexpected(std::move(said.error()));
        bool is_done = (" " + normalised_words(text_at(said->body, "message"))).find(" success") != std::string::npos;   // and not "unsuccessful"
        if (!is_done) co_return courier_fault(unknown, "not_confirmed", tcs_error(said->body));
        co_return CourierAnswer<void>{};
    }

private:
    static Booking booking(const CourierAccount& account, const Consignment& parcel, const std::string& city) {
        const auto& values = account.values;
        const auto& to = parcel.customer;
        std::string contents;
        for (const auto& item : parcel.items) contents += (contents.empty() ? "" : ", ") + std::to_string(item.quantity) + " x " + item.title;
        Booking out;
        out.shipperinfo = {.tcsaccount = values.text("tcs_account"), .shippername = filled(account.store_name, 50), .address1 = filled(values.text("tcs_shipper_address"), 120),
                           .cityname = values.text("tcs_shipper_city"), .mobile = values.text("tcs_shipper_mobile")};
        out.consigneeinfo = {.firstname = filled(to.name, 50), .address1 = filled(to.line1 + (to.line2.empty() ? "" : ", " + to.line2), 120), .mobile = national_phone(to.phone, to.country),
                             .email = to.email, .citycode = city, .cityname = to.city};
        out.shipmentinfo.costcentercode = values.text("tcs_cost_center");
        out.shipmentinfo.referenceno = shortened(parcel.reference, 50);
        out.shipmentinfo.contentdesc = filled(contents, 200);
        out.shipmentinfo.servicecode = values.text("tcs_service");
        out.shipmentinfo.codamount = parcel.collect.minor / 100;
        out.shipmentinfo.weightinkg = kilograms(std::max<std::int64_t>(500, parcel.weight_grams));
        out.shipmentinfo.remarks = shortened(parcel.note, 500);
        return out;
    }

    static Task<CourierAnswer<std::string>> city_code(App& app, Ctx ctx, const CourierAccount& account, std::string name) {
        auto said = co_await tcs_call(app, ctx, account, {.path = "/ecom/api/setup/citylistbycountry?countrycode=PK"});
        if (!said) co_return std::unexpected(std::move(said.error()));
        auto wanted = normalised_words(name);
        for (const auto* city : list_at(said->body, "data"))
            if (normalised_words(text_at(*city, "cityname")) == wanted) co_return text_at(*city, "citycode");
        if (list_at(said->body, "data").empty()) co_return courier_fault(unknown, "no_cities", tcs_error(said->body));
        co_return courier_fault(refused, "no_such_city", "TCS does not deliver to " + name);
    }
};

}  // namespace

const Courier& tcs() {
    static const Tcs courier;
    return courier;
}

}  // namespace vitrine::shipping::providers
