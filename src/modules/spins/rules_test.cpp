#include "modules/spins/rules.h"

#include <gtest/gtest.h>

#include "modules/spins/judge.h"

namespace vitrine::spins {
namespace {

const Instant now = Instant(std::chrono::sys_days{std::chrono::year{2026} / 12 / 1}) + std::chrono::hours(20);

Config config() {
    Config out;
    out.master_key = "a key of the test";
    return out;
}

FrameRow frame(std::int64_t number, std::int64_t brightness = 100, std::int64_t width = 640) {
    FrameRow row{.number = number, .digest = pg::Bytes{std::string(32, char('a' + number))}, .source_digest = pg::Bytes{std::string(32, char('A' + number))}, .bytes = 1, .width = width, .height = 640,
                 .brightness = brightness, .tries = 1, .fault = {}, .detail = {}};
    return row;
}
std::vector<FrameRow> turn(std::int64_t count) {
    std::vector<FrameRow> frames;
    for (std::int64_t i = 0; i < count; ++i) frames.push_back(frame(i));
    return frames;
}

TEST(spin_rules, a_token_opens_its_turntable_in_its_store_until_it_ends) {
    auto store = StoreId::next(now), other = StoreId::next(now);
    rules::Ticket ticket{ProductId::next(now), "0123456789abcdef0123"};
    auto until = rules::token_until(now);
    EXPECT_EQ(until, Instant(std::chrono::sys_days{std::chrono::year{2026} / 12 / 4}));
    auto token = rules::token_of(config(), store, ticket, until);
    auto opened = rules::ticket_of(config(), store, token, now);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->product, ticket.product);
    EXPECT_EQ(opened->edition, ticket.edition);
    EXPECT_TRUE(rules::ticket_of(config(), store, token, until - 1s));
    EXPECT_FALSE(rules::ticket_of(config(), store, token, until)) << "over";
    EXPECT_FALSE(rules::ticket_of(config(), other, token, now)) << "another store's";
    auto key = config();
    key.master_key = "another";
    EXPECT_FALSE(rules::ticket_of(key, store, token, now)) << "another key's";
    for (size_t i = 0; i < token.size(); ++i) {
        auto altered = token;
        altered[i] = altered[i] == 'a' ? 'b' : 'a';
        EXPECT_FALSE(rules::ticket_of(config(), store, altered, now)) << altered;
    }
    for (std::string bad : {"", ".", "..", "...", "a.b.c.d"}) EXPECT_FALSE(rules::ticket_of(config(), store, bad, now));
    EXPECT_EQ(rules::token_of(config(), store, ticket, rules::token_until(now + std::chrono::hours(3))), token) << "the same all day";
}

TEST(spin_rules, a_manifest_has_every_frame_in_one_level) {
    for (std::int64_t frames : {8, 16, 36, 72, 256}) {
        auto text = rules::manifest_of(frames, 640, 640);
        std::vector<std::int64_t> steps;
        for (size_t at = 0; (at = text.find("\"step\":", at)) != std::string::npos;) steps.push_back(std::stoll(text.substr(at += 7)));
        ASSERT_FALSE(steps.empty());
        EXPECT_EQ(steps.back(), 1);
        std::int64_t seen = 0, at_first = 0;
        for (std::int64_t n = 0; n < frames; ++n) {
            bool is_in_first = n % steps.front() == 0;
            at_first += is_in_first;
            seen += std::ranges::any_of(steps, [&](auto step) { return n % step == 0; });
        }
        EXPECT_EQ(seen, frames);
        EXPECT_GE(at_first, 4);
        EXPECT_LE(at_first, 8);
    }
}

TEST(spin_rules, sources_are_counted_as_the_supplier_counts) {
    EXPECT_EQ(rules::source_of("https://x.example/a/{n}.jpg", 7, 0), "https://x.example/a/7.jpg");
    EXPECT_EQ(rules::source_of("https://x.example/a/{nnn}.jpg?v=2", 7, 1), "https://x.example/a/008.jpg?v=2");
    EXPECT_EQ(rules::source_of("https://x.example/{n}", 255, 1), "https://x.example/256");
}

TEST(spin_rules, an_edition_changes_with_any_frame_and_their_order) {
    EXPECT_NE(rules::edition_of({"a", "b"}), rules::edition_of({"b", "a"}));
    EXPECT_EQ(rules::edition_of({"a", "b"}).size(), 20u);
    std::vector all{State::pending, State::mirroring, State::incomplete, State::complete, State::published};
    EXPECT_TRUE(rules::life.unreachable(all).empty());
}

TEST(spin_judge, finds_nothing_wrong_with_a_good_turn) {
    EXPECT_TRUE(judge(turn(16)).empty());
    auto slowly = turn(16);
    for (auto& one : slowly) one.brightness = 100 + 10 * std::llabs(8 - one.number);
    EXPECT_TRUE(judge(slowly).empty()) << "light that changes from frame to frame is a stone that sparkles";
}

TEST(spin_judge, finds_sizes_doubles_and_jumps) {
    auto frames = turn(16);
    frames[3].width = 320;
    frames[5].source_digest = frames[4].source_digest;
    frames[9].brightness = 200;
    frames[15].brightness = 10;
    auto found = judge(frames);
    ASSERT_EQ(found.size(), 4u);
    EXPECT_EQ(found[0].number, 3);
    EXPECT_EQ(found[0].fault, FrameFault::wrong_size);
    EXPECT_EQ(found[1].number, 5);
    EXPECT_EQ(found[1].fault, FrameFault::duplicate);
    EXPECT_EQ(found[2].number, 9);
    EXPECT_EQ(found[2].fault, FrameFault::jump);
    EXPECT_EQ(found[3].number, 15) << "the last stands beside the first";
    frames[7].digest.reset();
    frames[7].fault = FrameFault::missing;
    EXPECT_EQ(judge(frames).size(), 4u) << "what is missing was found before";
}

}  // namespace
}  // namespace vitrine::spins
