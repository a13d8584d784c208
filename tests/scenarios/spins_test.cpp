// Turntables from a supplier's server to the shopper's finger: fetched, judged, shown by token, hidden with their first fault; and nothing of the supplier anywhere.
#include <filesystem>

#include "core/random.h"
#include "io/pg/session.h"
#include "modules/quality/gate.h"
#include "modules/spins/book.h"
#include "modules/spins/rules.h"
#include "modules/spins/serve.h"
#include "modules/spins/spin.h"
#include "tests/scenarios/machines.h"
#include "tests/shop/browser.h"
#include "tests/shop/desk.h"
#include "tests/shop/image_files.h"
#include "tests/shop/supplier_house.h"

namespace vitrine::test {
namespace {

constexpr std::int64_t count = 16;

struct turntables : supplier_feed {
    std::filesystem::path folder = std::filesystem::temp_directory_path() / ("turntables_" + random_token(80));
    catalog::ProductId stone;

    turntables() {
        shop.config.gateway_settings["media_folder"] = folder;
        auto id = feed(supplier("north"), "north-natural");
        run(id, stones(1));
        auto variant = shop.run(shop.floor.db.read(shop.ctx, catalog::variants_by_sku({"GIA-2000000000"}))).at(0).id;
        stone = shop.run(shop.floor.db.read(shop.ctx, catalog::lock_variant(variant)))->product;
        for (std::int64_t n = 0; n < count; ++n) stand.files[name(n)] = picture(n);
    }
    ~turntables() override {
        quality::know_gate(shop.ctx.store, false);
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
    static std::string name(std::int64_t n) { return "secret-house-" + std::to_string(n) + ".jpg"; }
    /// The same to the eye, and another file each.
    static std::string picture(std::int64_t n) {
        static const auto drawn = jpeg_file(96, 96, 1);
        return drawn + "frame " + std::to_string(n);
    }
    spins::SpinInput input() {
        return {*Text<8, 1'000>::parse(stand.url("secret-house-{n}.jpg")), {count}, {}, Whole<1, 16>{4}, Whole<1, 200>{200}};
    }
    spins::SpinView set() {
        auto made = shop.run(spins::set_spin(shop.app, now(), stone, input()));
        EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().code);
        return made.value_or(spins::SpinView{});
    }
    spins::SpinView view() { return *shop.run(spins::find_spin(shop.app, now(), stone)); }
    void work(Duration ahead = 1s) { shop.run_due_jobs(clock_now() + ahead); }
    spins::SpinView mirrored() {
        set();
        work();
        return view();
    }
    std::string address() {
        auto shown = spins::shown_of(shop.ctx.store, stone);
        return shown ? spins::address_of(shop.config, shop.ctx.store, stone, *shown, clock_now()) : "";
    }
    http::Response get(const std::string& path, Instant at = clock_now()) {
        http::Request request;
        request.target = request.path = path;
        auto ctx = shop.ctx;
        ctx.now = at;
        ctx.role = Role::guest;
        auto serve = path.ends_with("manifest.json") ? spins::serve_manifest : path.ends_with("poster.webp") ? spins::serve_poster : spins::serve_frame;
        auto answer = shop.run(serve(shop.app, ctx, request));
        return answer ? std::move(*answer) : http::problem(answer.error(), "");
    }
    std::int64_t asked() {
        std::int64_t sum = 0;
        for (const auto& [file, times] : stand.asked)
            if (file.starts_with("secret")) sum += times;
        return sum;
    }
    bool is_shown() { return !shop.run(shop.floor.db.read(shop.ctx, catalog::products_by_id({stone}))).empty(); }
    void gate() {
        quality::Rule rule;
        rule.code = *Slug::parse("turntable");
        rule.kind = quality::RuleKind::frames;
        ASSERT_TRUE(shop.run(quality::replace_gate(shop.app, now(), {}, {true, {rule}})).has_value());
        work();
    }
};

TEST_F(turntables, are_fetched_whole_and_shown) {
    auto spin = mirrored();
    EXPECT_EQ(spin.state, spins::State::published);
    EXPECT_EQ(spin.stored, count);
    EXPECT_EQ(spin.width, 96);
    EXPECT_EQ(asked(), count);
    EXPECT_EQ(get(address() + "/manifest.json").status, 200);
    for (std::int64_t n = 0; n < count; ++n) EXPECT_EQ(get(address() + "/frames/" + std::to_string(n) + ".webp").status, 200) << n;
    EXPECT_EQ(get(address() + "/poster.webp").status, 200);
    set();
    work();
    EXPECT_EQ(asked(), count) << "the same again fetches nothing";
    auto again = input();
    again.frames = {8};
    ASSERT_TRUE(shop.run(spins::set_spin(shop.app, now(), stone, again)));
    EXPECT_TRUE(address().empty()) << "another turntable hides the old one";
    work();
    EXPECT_EQ(view().frames->size(), 8u);
}

TEST_F(turntables, go_on_where_a_killed_process_was_and_fetch_no_finished_frame_twice) {
    stand.answers[name(5)] = {503};
    stand.answers[name(11)] = {429, 503};
    set();
    work();
    auto part = view();
    EXPECT_EQ(part.state, spins::State::mirroring);
    EXPECT_TRUE(part.paused_until.has_value());
    EXPECT_TRUE(address().empty());
    // A process that died left its job claimed: another takes it up when the lease is over.
    shop.database.run("update jobs.jobs set due = now() where kind = 'spins.mirror'");
    for (int i = 0; i < 8 && view().state == spins::State::mirroring; ++i) work(std::chrono::minutes(20) * (i + 1));
    EXPECT_EQ(view().state, spins::State::published);
    EXPECT_EQ(stand.asked[name(5)], 2);
    EXPECT_EQ(stand.asked[name(11)], 3);
    EXPECT_EQ(asked(), count + 3);
}

TEST_F(turntables, wait_as_long_as_the_supplier_asks) {
    stand.answers[name(0)] = {429};
    stand.retry_after = "600";
    set();
    auto before = clock_now();
    work();
    auto paused = view().paused_until;
    ASSERT_TRUE(paused.has_value());
    EXPECT_GE(*paused, before + std::chrono::minutes(10));
    auto so_far = asked();
    work(std::chrono::minutes(9));
    EXPECT_EQ(asked(), so_far) << "and ask for nothing meanwhile";
}

TEST_F(turntables, with_faults_name_each_and_are_shown_when_the_last_is_mended) {
    gate();
    stand.answers[name(2)] = {404};
    stand.files[name(4)] = picture(4).substr(0, 200);
    stand.files[name(6)] = jpeg_file(64, 48, 1);
    stand.files[name(8)] = picture(7);
    stand.files[name(10)] = "<html>sorry</html>";
    auto spin = mirrored();
    EXPECT_EQ(spin.state, spins::State::incomplete);
    std::map<std::int64_t, spins::FrameFault> faults;
    for (const auto& frame : *spin.frames)
        if (frame.fault) faults[frame.number] = *frame.fault;
    EXPECT_EQ(faults, (std::map<std::int64_t, spins::FrameFault>{{2, spins::FrameFault::missing}, {4, spins::FrameFault::undecodable}, {6, spins::FrameFault::wrong_size}, {8, spins::FrameFault::duplicate}, {10, spins::FrameFault::undecodable}}));
    EXPECT_TRUE(address().empty());
    EXPECT_FALSE(is_shown());
    for (std::int64_t n : {4, 6, 8, 10}) stand.files[name(n)] = picture(n);
    auto before = asked();
    ASSERT_TRUE(shop.run(spins::mirror_again(shop.app, now(), stone)));
    work();
    EXPECT_EQ(view().state, spins::State::published);
    EXPECT_EQ(asked(), before + 5) << "what was right is not fetched again";
    EXPECT_TRUE(is_shown());
}

TEST_F(turntables, decide_whether_the_gate_shows_a_stone_the_last_frame_and_the_first_that_goes) {
    gate();
    EXPECT_FALSE(is_shown());
    stand.answers[name(count - 1)] = {404};
    mirrored();
    EXPECT_EQ(view().stored, count - 1);
    EXPECT_FALSE(is_shown()) << "one is missing";
    ASSERT_TRUE(shop.run(spins::mirror_again(shop.app, now(), stone)));
    work();
    EXPECT_TRUE(is_shown());
    EXPECT_FALSE(address().empty());
    auto old = address();
    ASSERT_TRUE(shop.run(spins::refuse_frame(shop.app, now(), stone, 3)));
    EXPECT_FALSE(is_shown()) << "at once";
    EXPECT_TRUE(address().empty());
    EXPECT_EQ(get(old + "/frames/3.webp").status, 403) << "what was handed out opens nothing any more";
    ASSERT_TRUE(shop.run(spins::mirror_again(shop.app, now(), stone)));
    work();
    EXPECT_TRUE(is_shown());
}

// The poster lock of the seed: tokens were checked against the manifest's own row, so that every frame behind it was refused and viewers stayed on their poster.
TEST_F(turntables, have_tokens_that_cover_the_manifest_and_each_of_its_frames_and_nothing_else) {
    mirrored();
    auto other = spins::ProductId::next(clock_now());
    auto good = address();
    for (std::int64_t n = 0; n < count; ++n) EXPECT_EQ(get(good + "/frames/" + std::to_string(n) + ".webp").status, 200) << "the poster lock: frame " << n;
    auto token = good.substr(std::string("/media/spins/").size());
    auto refused = [&](const std::string& path, Instant at = clock_now()) {
        auto answer = get(path, at);
        return answer.status == 403 && has(answer, "spins.token_refused");
    };
    EXPECT_TRUE(refused(good + "x/manifest.json"));
    EXPECT_TRUE(refused("/media/spins/" + other.text() + token.substr(token.find('.')) + "/manifest.json")) << "for another stone";
    EXPECT_TRUE(refused(good + "/manifest.json", clock_now() + std::chrono::hours(73))) << "over";
    for (std::string frame : {"16", "256", "-1", "01", "1.5", "", "99999999999999999999", "0x1"}) EXPECT_TRUE(refused(good + "/frames/" + frame + ".webp")) << frame;
    EXPECT_TRUE(refused(good + "/frames/1.jpg"));
    EXPECT_TRUE(refused(good + "/frames/1"));
    ASSERT_TRUE(shop.run(spins::withdraw_spin(shop.app, now(), stone)));
    EXPECT_TRUE(refused(good + "/manifest.json")) << "withdrawn";
    ASSERT_TRUE(shop.run(spins::publish_spin(shop.app, now(), stone)));
    EXPECT_EQ(get(good + "/manifest.json").status, 200);
    auto elsewhere = spins::rules::token_of(shop.config, StoreId::next(clock_now()), {stone, view().edition}, spins::rules::token_until(clock_now()));
    EXPECT_TRUE(refused("/media/spins/" + elsewhere + "/manifest.json"));
}

TEST_F(turntables, may_be_kept_for_a_day_and_come_as_files_that_know_ranges) {
    mirrored();
    auto frame = get(address() + "/frames/1.webp");
    EXPECT_EQ(header(frame, "Cache-Control"), "public, max-age=86400, immutable");
    ASSERT_TRUE(std::holds_alternative<http::FileBody>(frame.body)) << "which answers 304 and ranges (io/http/send_file_test.cpp)";
    EXPECT_EQ(std::get<http::FileBody>(frame.body).content_type, "image/webp");
    auto manifest = get(address() + "/manifest.json");
    EXPECT_TRUE(has(manifest, "\"frames\":16"));
}

TEST_F(turntables, are_made_ready_at_the_start_and_what_is_gone_stops_nothing) {
    mirrored();
    auto good = address();
    shop.run(spins::warm_up(shop.app, {shop.ctx.store, StoreId::next(clock_now())}, clock_now()));
    shop.database.run("delete from spins.published");  // what was made ready is not asked of the database again
    EXPECT_EQ(get(good + "/manifest.json").status, 200);
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    shop.run(spins::warm_up(shop.app, {shop.ctx.store}, clock_now()));
    EXPECT_EQ(get(good + "/manifest.json").status, 200);
}

TEST_F(turntables, say_nothing_of_the_supplier) {
    mirrored();
    auto manifest = text(get(address() + "/manifest.json"));
    auto frame = std::get<http::FileBody>(get(address() + "/frames/1.webp").body);
    for (const auto& word : {std::string("secret"), std::string("127.0.0.1"), std::string("north"), std::string("V-0")}) {
        EXPECT_EQ(manifest.find(word), std::string::npos) << word;
        EXPECT_EQ(address().find(word), std::string::npos) << word;
        EXPECT_EQ(frame.path.substr(folder.string().size()).find(word), std::string::npos) << word;
        EXPECT_EQ(shop.count("select count(*) from spins.published p where p::text like '%" + word + "%'"), 0) << word;
    }
    auto guest = shop.ctx;
    guest.role = Role::guest;
    guest.now = clock_now();
    EXPECT_FALSE(shop.run(spins::find_spin(shop.app, guest, stone)).has_value()) << "the second wall: a shopper's session cannot even ask where it came from";
}

TEST_F(turntables, are_refused_where_they_cannot_be) {
    auto unknown = shop.run(spins::set_spin(shop.app, now(), spins::ProductId::next(clock_now()), input()));
    EXPECT_EQ(unknown.error().code, catalog::product_unknown.code);
    for (std::string source : {"ftp://x.example/{n}", "https://x.example/frames.jpg", "javascript:{n}xx"}) {
        auto bad = input();
        bad.source = *Text<8, 1'000>::parse(source);
        auto refused = shop.run(spins::set_spin(shop.app, now(), stone, bad));
        ASSERT_FALSE(refused) << source;
        EXPECT_EQ(refused.error().errors.at(0).pointer, "/source");
    }
    shop.config.gateway_settings["suppliers_allow_private"] = "false";
    auto spin = mirrored();
    EXPECT_EQ(asked(), 0) << "no call to a private address";
    EXPECT_EQ(spin.state, spins::State::incomplete);
    EXPECT_EQ(shop.run(spins::publish_spin(shop.app, now(), stone)).error().code, "spins.not_complete");
    EXPECT_EQ(shop.run(spins::withdraw_spin(shop.app, now(), stone)).error().code, "spins.illegal_move");
}

TEST(turntable_page, has_the_viewer_from_the_moment_it_is_published) {
    Desk desk;
    desk.app.site = storefront::make_site(desk.config);
    desk.category("stones");
    auto product = *spins::ProductId::parse(desk.published("Stone One", "stones"));
    desk.seen();
    auto page = [&] { return desk.get("/p/stone-one").body; };
    EXPECT_EQ(page().find("<x-spin"), std::string::npos);
    spins::know(desk.ctx.store, product, spins::Shown{"0123456789abcdef0123", 256, 640, 640});
    EXPECT_NE(page().find("<x-spin manifest=\"/media/spins/"), std::string::npos);
    EXPECT_NE(page().find("frames=\"256\""), std::string::npos);
    EXPECT_NE(page().find("class=\"spin-poster\""), std::string::npos) << "without scripts its first frame is a picture";
    spins::know(desk.ctx.store, product, {});
    EXPECT_EQ(page().find("<x-spin"), std::string::npos) << "and not a moment longer";
}

TEST_F(turntables, go_only_where_their_table_says) {
    auto machine = machines().at("turntable");
    std::erase_if(machine.arrows, [](const auto& arrow) { return arrow.verb == "complete"; });  // the worker's own
    machine.verbs.erase("complete");
    mirrored();
    std::int64_t first = 0;
    auto door = [&](const std::string& from, const std::string& verb) {
        bool is_whole = from == "complete" || from == "published";
        shop.database.run("update spins.spins set state = '" + from + "', edition = '" + (is_whole ? "0123456789abcdef0123" : "") + "'; update spins.frames set fault = null, detail = '', digest = decode(repeat('ab', 32), 'hex')");
        auto other = input();
        if (verb == "mirror") first = 1 - first;
        other.first = Whole<0, 1>{first};
        if (verb == "mirror") EXPECT_TRUE(shop.run(spins::set_spin(shop.app, now(), stone, other)));
        else if (verb == "publish") shop.run(spins::publish_spin(shop.app, now(), stone));
        else if (verb == "withdraw") shop.run(spins::withdraw_spin(shop.app, now(), stone));
        else shop.run(spins::refuse_frame(shop.app, now(), stone, 1));
        auto to = std::string(shape_name(view().state));
        if (to != from) EXPECT_EQ(to, machine.target(from, verb).value_or("in no table")) << verb << " from " << from;
        return to != from;
    };
    // What is fetched goes on being fetched: another round is the same state, and what it misses is found at its end.
    try_all("turntable", machine, door, [](const auto& from, const auto&) { return from == "mirroring"; });
}

}  // namespace
}  // namespace vitrine::test
