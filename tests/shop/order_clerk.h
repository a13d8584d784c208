#pragma once
#include "tests/shop/till.h"

namespace vitrine::test {

/// A clerk at the order desk: pens at Rs 250, ink at Rs 400, delivery Rs 200, ten of each; cards go to the scripted Stripe.
struct OrderClerk {
    Till till;
    Shop& shop = till.shop;
    catalog::VariantId pen = shop.article("PEN-1", Shop::rupees(250), 10), ink = shop.article("INK-1", Shop::rupees(400), 10);

    explicit OrderClerk(std::vector<std::string> methods = {"stripe", "bank_transfer", "cash_on_delivery"}) {
        auto store = *shop.directory->by_id(shop.ctx.store);
        store.payment_methods = std::move(methods);
        store.payment_settings = {{{"cash_on_delivery_most", "5000.00"}, {"cash_on_delivery_countries", "PK"}}};
        shop.run(stores::save_store(shop.floor.db, shop.floor.worker_db, store));
        shop.run(shop.directory->refresh(shop.floor.worker_db));
    }
    Ctx staff() {
        auto ctx = shop.ctx;
        ctx.now = clock_now();
        ctx.role = Role::staff;
        ctx.actor = "key_amna";
        return ctx;
    }
    orders::OrderView placed(const std::string& method = "stripe", std::int64_t pens = 2) {
        auto attempt = shop.place(shop.cart_ready_to_place({{pen, pens}}), "", method);
        if (!attempt.result) throw std::runtime_error(attempt.refusal());
        shop.run_due_jobs();
        return attempt.order();
    }
};

}  // namespace vitrine::test
