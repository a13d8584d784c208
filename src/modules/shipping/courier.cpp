#include "modules/shipping/courier.h"

#include <algorithm>

#include "modules/shipping/couriers/list.h"
#include "modules/stores/api.h"

namespace vitrine::shipping {

using enum CourierFault::Kind;

Task<CourierAnswer<std::vector<CourierOffer>>> Courier::offers(App&, Ctx, CourierAccount, Enquiry) const { co_return courier_fault(impossible, "no_quotes"); }
Task<CourierAnswer<Booked>> Courier::assign(App&, Ctx, CourierAccount, Consignment) const { co_return courier_fault(impossible, "no_second_step"); }
Task<CourierAnswer<PickupPromise>> Courier::pickup(App&, Ctx, CourierAccount, Consignment) const { co_return courier_fault(impossible, "no_pickups"); }
Task<CourierAnswer<Paper>> Courier::label(App&, Ctx, CourierAccount, Consignment) const { co_return courier_fault(impossible, "no_labels"); }
Task<CourierAnswer<Paper>> Courier::manifest(App&, Ctx, CourierAccount, std::vector<Consignment>) const { co_return courier_fault(impossible, "no_manifests"); }
Task<CourierAnswer<void>> Courier::advise(App&, Ctx, CourierAccount, Consignment, Advice, std::string) const { co_return courier_fault(impossible, "no_advice"); }
Result<TrackingNews> Courier::read_webhook(const Values&, const http::Request&) const { return refuse(signature_refused); }

const Setting* find_setting(std::string_view name) {
    for (const auto* courier : couriers())
        for (const auto& setting : courier->declaration().settings)
            if (setting.name == name) return &setting;
    return nullptr;
}

CourierAccount account_of(const App& app, StoreId store, const Tables& tables, const Courier& courier) {
    auto known = app.stores ? app.stores->by_id(store) : nullptr;
    static const std::map<std::string, std::string> none;
    const auto& dispatch = tables.dispatch;
    const auto& of_store = dispatch && dispatch->settings ? *dispatch->settings : none;
    return {store, known ? known->name : std::string(), Values(app.config, known ? std::string_view(known->slug) : std::string_view(), of_store, courier.declaration().settings),
            dispatch ? dispatch->origin_postal_code.value_or("") : std::string()};
}

std::string national_phone(std::string_view phone, std::string_view country) {
    std::string digits;
    std::ranges::copy_if(phone, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    std::string_view left = digits;
    if (left.starts_with("00")) left.remove_prefix(2);
    if (country == "PK") {
        if (left.starts_with("92") && left.size() > 10) left.remove_prefix(2);
        if (left.starts_with('0')) left.remove_prefix(1);
        return left.empty() ? std::string() : "0" + std::string(left);
    }
    if (country == "IN") {
        if (left.starts_with("91") && left.size() == 12) left.remove_prefix(2);
        if (left.starts_with('0')) left.remove_prefix(1);
    }
    return std::string(left);
}

}  // namespace vitrine::shipping
