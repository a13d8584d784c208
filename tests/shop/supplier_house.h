#pragma once
// A shop with suppliers: files, feeds and what becomes of them, by hand.
#include <gtest/gtest.h>

#include "modules/prices/api.h"
#include "modules/stock/api.h"
#include "modules/suppliers/items.h"
#include "modules/suppliers/run.h"
#include "tests/shop/supplier_stand.h"

namespace vitrine::test {

using namespace suppliers;

/// A stone of a file; what is not said is the same for all.
struct Stone {
    std::string code, certificate;
    std::int64_t price = 4'000;
    std::string availability = "G", lab = "GIA";
};

inline std::string csv(const std::vector<Stone>& list) {
    std::string out = "Stock #,Availability,Shape,Weight,Color,Clarity,Cut Grade,Lab,CertNo,Final\n";
    for (const auto& stone : list)
        out += stone.code + "," + stone.availability + ",RBC,1.02,F,VS1,EX," + stone.lab + "," + stone.certificate + "," + std::to_string(stone.price) + "\n";
    return out;
}

inline std::vector<Stone> stones(int count, int first = 0) {
    std::vector<Stone> out;
    for (int i = first; i < first + count; ++i) out.push_back({"V-" + std::to_string(i), std::to_string(2'000'000'000 + i)});
    return out;
}

struct supplier_feed : testing::Test {
    Shop shop;
    SupplierStand stand{shop};

    supplier_feed() {
        shop.config.gateway_settings["suppliers_allow_private"] = "true";
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            catalog::save_categories(tx, {{"natural-diamonds", "Natural Diamonds", {}, {}, 0}});
            co_return true;
        };
        shop.run(shop.floor.db.transaction(shop.ctx, body));
        rate("USD", "278.35");
    }

    Ctx now() {
        auto ctx = shop.ctx;
        ctx.now = clock_now();
        return ctx;
    }
    void rate(const std::string& currency, const std::string& value) {
        auto set = shop.run(set_rate(shop.app, now(), {*Currency::parse(currency), *Text<10, 10>::parse("2020-01-01"), *Text<1, 30>::parse(value)}));
        ASSERT_TRUE(set.has_value());
    }
    SupplierInput supplier_input(const std::string& code, std::int64_t priority = 100) {
        return {*Slug::parse(code), *Text<1, 120>::parse("Supplier " + code), {}, Whole<0, 1'000>{priority}, *Currency::parse("USD"), {}};
    }
    SupplierId supplier(const std::string& code, std::int64_t priority = 100) {
        auto made = shop.run(create_supplier(shop.app, now(), supplier_input(code, priority)));
        EXPECT_TRUE(made.has_value());
        return made->id;
    }
    FeedInput feed_input(SupplierId supplier, const std::string& code) {
        FeedInput in;
        in.supplier = supplier;
        in.code = *Slug::parse(code);
        in.name = *Text<1, 120>::parse("Feed " + code);
        in.source.kind = SourceKind::pull;
        in.source.url = *Text<8, 1'000>::parse(stand.url(code));
        in.layout.profile = Profile::rapnet;
        in.layout.columns.emplace();
        in.layout.columns->push_back({*Text<1, 120>::parse("Final"), *Text<1, 60>::parse("price_total"), {}, {}});
        in.layout.category = *Slug::parse("natural-diamonds");
        in.pricing.bands = {{{}, {250'000}, {}}};
        return in;
    }
    FeedId feed(SupplierId supplier, const std::string& code) {
        auto made = shop.run(create_feed(shop.app, now(), feed_input(supplier, code)));
        EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().code + " " + (made.error().errors.empty() ? "" : made.error().errors[0].pointer));
        return made->id;
    }
    RunView run(FeedId feed) {
        auto started = shop.run(start_run(shop.app, now(), feed, {}));
        EXPECT_TRUE(started.has_value()) << (started ? "" : started.error().code);
        shop.run_due_jobs(clock_now() + 1s);
        return *shop.run(find_run(shop.app, shop.ctx, started->id));
    }
    RunView run(FeedId id, const std::vector<Stone>& list) {
        auto view = shop.run(find_feed(shop.app, shop.ctx, id));
        stand.files[view->code] = csv(list);
        return run(id);
    }
    std::int64_t available(const std::string& sku) {
        auto variants = shop.run(shop.floor.db.read(shop.ctx, catalog::variants_by_sku({sku})));
        if (variants.empty()) return -1;
        auto rows = shop.run(shop.floor.db.read(shop.ctx, stock::available({variants[0].id})));
        return rows.empty() ? -1 : rows[0].available;
    }
    std::int64_t price(const std::string& sku) {
        auto variants = shop.run(shop.floor.db.read(shop.ctx, catalog::variants_by_sku({sku})));
        auto rows = shop.run(shop.floor.db.read(shop.ctx, prices::current({variants.at(0).id})));
        return rows.at(0).minor;
    }
    ItemView item(const std::string& sku) {
        auto id = shop.run(shop.floor.db.read(shop.ctx, catalog::variants_by_sku({sku}))).at(0).id;
        auto state = shop.run(shop.floor.db.read(shop.ctx, catalog::lock_variant(id)));
        return *shop.run(item_of_product(shop.app, shop.ctx, state->product));
    }
};

}  // namespace vitrine::test
