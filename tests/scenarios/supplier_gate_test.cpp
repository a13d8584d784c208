// Goods of suppliers at the quality gate: what is not fit is never shown, and follows at once.
#include "modules/quality/gate.h"
#include "tests/shop/supplier_house.h"

namespace vitrine::test {
namespace {

std::map<catalog::ProductId, quality::MediaFacts>& told() {
    static std::map<catalog::ProductId, quality::MediaFacts> facts;
    return facts;
}
Task<void> tell_media(pg::Tx&, const std::vector<catalog::ProductId>& products, std::map<catalog::ProductId, quality::MediaFacts>& facts) {
    for (auto id : products)
        if (auto found = told().find(id); found != told().end()) facts[id] = found->second;
    co_return;
}

struct supplier_gate : supplier_feed {
    supplier_gate() {
        static const bool is_registered = (quality::register_media_source(tell_media), true);
        (void)is_registered;
        told().clear();
    }
    ~supplier_gate() override { quality::know_gate(shop.ctx.store, false); }

    quality::Rule rule(const std::string& code, quality::RuleKind kind) {
        quality::Rule out;
        out.code = *Slug::parse(code);
        out.kind = kind;
        return out;
    }
    void gate(std::vector<quality::Rule> rules, bool is_on = true) {
        auto set = shop.run(quality::replace_gate(shop.app, now(), {}, {is_on, std::move(rules)}));
        ASSERT_TRUE(set.has_value());
        shop.run_due_jobs(clock_now() + 1s);
    }
    bool is_shown(const std::string& sku) { return !shop.run(shop.floor.db.read(shop.ctx, catalog::products_by_id({product(sku)}))).empty(); }
    catalog::ProductId product(const std::string& sku) {
        auto id = shop.run(shop.floor.db.read(shop.ctx, catalog::variants_by_sku({sku}))).at(0).id;
        return shop.run(shop.floor.db.read(shop.ctx, catalog::lock_variant(id)))->product;
    }
    /// As the media module does it: the fact and its verdict in one transaction.
    void frames(catalog::ProductId id, std::int64_t count) {
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            told()[id] = {.frames = count, .frames_wanted = 256};
            co_await quality::assess(tx, {id});
            co_return true;
        };
        shop.run(shop.floor.db.transaction(now(), body));
    }
};

TEST_F(supplier_gate, shows_a_stone_with_its_last_frame_and_hides_it_without) {
    gate({rule("frames", quality::RuleKind::frames)});
    auto id = feed(supplier("north"), "north-natural");
    run(id, stones(1));
    auto stone = product("GIA-2000000000");
    frames(stone, 255);
    EXPECT_FALSE(is_shown("GIA-2000000000"));
    auto verdict = shop.run(quality::find_verdict(shop.app, shop.ctx, stone));
    ASSERT_TRUE(verdict.has_value());
    EXPECT_EQ(verdict->found.at(0).code, "frames.missing");
    frames(stone, 256);
    EXPECT_TRUE(is_shown("GIA-2000000000"));
    frames(stone, 255);
    EXPECT_FALSE(is_shown("GIA-2000000000"));
}

TEST_F(supplier_gate, never_shows_what_a_feed_brings_unfit) {
    gate({rule("paper", quality::RuleKind::certificate)});
    auto id = feed(supplier("north"), "north-natural");
    auto got = run(id, {{"V-1", "2000000001"}, {"V-2", "123"}});
    EXPECT_EQ(got.state, RunState::applied);
    EXPECT_TRUE(is_shown("GIA-2000000001"));
    EXPECT_FALSE(is_shown("GIA-123"));
    auto hidden = shop.run(quality::list_verdicts(shop.app, shop.ctx, {.rule = "paper", .fit = false}));
    EXPECT_EQ(hidden.items.size(), 1u);
    auto view = shop.run(quality::find_gate(shop.app, shop.ctx));
    EXPECT_EQ(view.judged, 2);
    EXPECT_EQ(view.hidden, 1);
}

TEST_F(supplier_gate, follows_changes_of_others_and_of_the_rules) {
    auto id = feed(supplier("north"), "north-natural");
    run(id, stones(2));
    EXPECT_TRUE(is_shown("GIA-2000000000"));
    auto band = rule("band", quality::RuleKind::price);
    band.most = Whole<0, 1'000'000'000'000>{150'000'000};
    gate({band});
    EXPECT_TRUE(is_shown("GIA-2000000000"));
    auto variant = shop.run(shop.floor.db.read(shop.ctx, catalog::variants_by_sku({"GIA-2000000000"}))).at(0).id;
    auto dearer = [&](pg::Tx& tx) -> Task<Result<bool>> {
        prices::save(tx, {{variant, Shop::rupees(2'000'000), {}}});
        catalog::note_variant_changes(tx, {variant});
        co_return true;
    };
    shop.run(shop.floor.db.transaction(now(), dearer));
    shop.run_due_jobs(clock_now() + 1s);
    EXPECT_FALSE(is_shown("GIA-2000000000"));
    EXPECT_TRUE(is_shown("GIA-2000000001"));
    gate({band}, false);
    EXPECT_TRUE(is_shown("GIA-2000000000"));
}

TEST_F(supplier_gate, lets_people_set_a_rule_aside_until_a_moment) {
    gate({rule("paper", quality::RuleKind::certificate)});
    run(feed(supplier("north"), "north-natural"), {{"V-2", "123"}});
    auto stone = product("GIA-123");
    auto until = clock_now() + 1h;
    auto why = *Text<3, 500>::parse("the report is on its way, I hold a copy");
    EXPECT_EQ(shop.run(quality::override_rule(shop.app, now(), stone, "no-such", {why, until})).error().code, "quality.rule_unknown");
    EXPECT_EQ(shop.run(quality::override_rule(shop.app, now(), stone, "paper", {why, clock_now() - 1s})).error().errors.at(0).pointer, "/expires_at");
    EXPECT_EQ(shop.run(quality::override_rule(shop.app, now(), catalog::ProductId::next(clock_now()), "paper", {why, until})).error().code, "quality.no_verdict");
    auto set = shop.run(quality::override_rule(shop.app, now(), stone, "paper", {why, until}));
    ASSERT_TRUE(set.has_value());
    EXPECT_TRUE(set->is_fit);
    EXPECT_TRUE(is_shown("GIA-123"));
    shop.run_due_jobs(until + 1s);
    EXPECT_FALSE(is_shown("GIA-123"));
    ASSERT_TRUE(shop.run(quality::override_rule(shop.app, now(), stone, "paper", {why, clock_now() + 2h})).has_value());
    EXPECT_TRUE(is_shown("GIA-123"));
    ASSERT_TRUE(shop.run(quality::drop_override(shop.app, now(), stone, "paper")).has_value());
    EXPECT_FALSE(is_shown("GIA-123"));
}

TEST_F(supplier_gate, counts_what_fails_over_time) {
    gate({rule("paper", quality::RuleKind::certificate)});
    run(feed(supplier("north"), "north-natural"), {{"V-1", "2000000001"}, {"V-2", "123"}});
    shop.run_due_jobs(clock_now() + std::chrono::minutes(5));
    auto history = shop.run(quality::count_history(shop.app, now(), {}));
    ASSERT_EQ(history.items.size(), 1u);
    EXPECT_EQ(history.items[0].failing, 1);
    EXPECT_EQ(history.items[0].hidden, 1);
    EXPECT_EQ(shop.run(quality::replace_gate(shop.app, now(), 99, {})).error().code, "request.stale_version");
}

}  // namespace
}  // namespace vitrine::test
