#pragma once
#include <memory>

#include "modules/fulfilment/api.h"
#include "simulators/leopards/service.h"
#include "simulators/shiprocket/service.h"
#include "simulators/tcs/service.h"
#include "tests/shop/provider_stand.h"
#include "tests/shop/shop.h"

namespace vitrine::test {

/// A shop whose parcels go with one simulated courier, and what a test makes happen to them. Shiprocket's shop stands in India, the others' in Pakistan.
///
///     Depot depot("leopards");
///     auto order = depot.paid_order();
///     depot.happen(Depot::delivered);
///     EXPECT_EQ(depot.parcel(order).state, fulfilment::State::delivered);
class Depot {
public:
    explicit Depot(std::string courier);
    ~Depot();

    static std::vector<std::string> all_couriers() { return {"shiprocket", "leopards", "tcs"}; }

    /// An order of so many jars, placed; `method` bank_transfer or cash_on_delivery.
    orders::OrderView placed_order(std::int64_t quantity = 2, std::string method = "bank_transfer");
    void pay(const orders::OrderView& order);
    /// Placed, paid, and all jobs run that are due: its parcel is planned, and booked when the courier answers.
    orders::OrderView paid_order(std::int64_t quantity = 2);
    void work(Duration later = Duration(0));                     ///< the clock moves on by `later`, then all due jobs run
    void let_pass(Duration hop, int hops);                       ///< that, so many times

    std::vector<fulfilment::ParcelView> parcels(orders::OrderId order);
    fulfilment::ParcelView parcel(const orders::OrderView& order);   ///< its only one that is not cancelled, with its events
    std::string order_state(const orders::OrderView& order);
    payments::State payment_state(const orders::OrderView& order);

    enum What { picked_up, in_transit, out_for_delivery, failed, delivered, turned_back, came_back, nonsense };
    /// Something happens to the newest parcel at the courier; `minutes` from now.
    void happen(What what, std::int64_t minutes = 0);
    void fault(const std::string& call, simulators::FaultKind kind, int status = 500, std::int64_t times = 1);
    simulators::ParcelBook& book();
    std::int64_t alive() const;                                  ///< parcels at the courier that are not cancelled
    void forget_logins();                                        ///< so that the next call asks for tokens and cities again
    std::vector<std::string> steps() const;                      ///< the calls that make a parcel, by their names for faults
    http::Request message();                                     ///< the courier's last message, with its token
    int post(http::Request request);                             ///< to the webhook's route; the status of its answer

    Ctx staff() const;
    Ctx now() const;
    Duration ahead{0};                                           ///< how far everybody's clock is ahead of the machine's

    Shop shop;
    std::string courier;
    std::unique_ptr<ProviderStand<simulators::shiprocket::Shiprocket>> shiprocket;
    std::unique_ptr<ProviderStand<simulators::leopards::Leopards>> leopards;
    std::unique_ptr<ProviderStand<simulators::tcs::Tcs>> tcs;
    catalog::VariantId jar;
    static constexpr std::string_view webhook_token = "token_of_the_webhook";

private:
    template <class F>
    auto at_courier(F work) const {
        if (shiprocket) return work(shiprocket->it);
        if (leopards) return work(leopards->it);
        return work(tcs->it);
    }
    void open_store(Currency currency, const std::string& country);
    carts::Address home() const;
    std::int64_t next_cart_ = 0;
};

}  // namespace vitrine::test
