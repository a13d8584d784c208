#include "modules/storefront/page_cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace vitrine::storefront {
namespace {

PageCache::Answer page(std::string body) {
    auto answer = std::make_shared<http::CachedAnswer>();
    answer->body = std::move(body);
    return answer;
}
const Instant noon{std::chrono::hours(12)};

TEST(page_cache, renders_once_for_a_burst_after_an_edit) {
    PageCache cache(1 << 20);
    std::atomic<int> rendered = 0;
    auto made = page("made");
    auto make = [&]() -> PageCache::Answer {
        ++rendered;
        std::this_thread::yield();
        return made;
    };
    auto now = clock_now();
    for (std::uint64_t version = 1; version <= 50; ++version) {
        rendered = 0;
        auto at = now + Duration(std::int64_t(version) * 1'000'000);  // a second between edits: nothing may be stale
        std::vector<std::jthread> visitors;
        for (int i = 0; i < 8; ++i) visitors.emplace_back([&] { EXPECT_EQ(cache.get("/", version, at, at + 60s, make), made); });
        visitors.clear();
        EXPECT_EQ(rendered, 1);
    }
}

TEST(page_cache, shows_a_page_of_the_version_before_for_a_moment_only) {
    PageCache cache(1 << 20);
    auto making = [](std::string body) { return [body]() -> PageCache::Answer { return page(body); }; };
    auto now = clock_now();
    EXPECT_EQ(cache.get("/", 1, now, now + 60s, making("one"))->body, "one");
    EXPECT_EQ(cache.get("/", 2, now + PageCache::stale_for - 1ms, now + 60s, making("two"))->body, "one");
    EXPECT_EQ(cache.get("/", 2, now + PageCache::stale_for, now + 60s, making("two"))->body, "two");
    EXPECT_EQ(cache.get("/", 2, now + 59s, now + 99s, making("later"))->body, "two") << "the same version is not rendered again";
    EXPECT_EQ(cache.get("/", 2, now + 61s, now + 99s, making("later"))->body, "later") << "nor kept past its time";
}

}  // namespace

TEST(page_cache, gives_back_what_was_kept_for_this_version) {
    PageCache cache(1 << 20);
    cache.keep("/", 7, noon + 60s, page("seven"));
    ASSERT_TRUE(cache.find("/", 7, noon));
    EXPECT_EQ(cache.find("/", 7, noon)->body, "seven");
    EXPECT_FALSE(cache.find("/p/x", 7, noon));
}

TEST(page_cache, forgets_a_page_of_another_version_or_past_its_time) {
    PageCache cache(1 << 20);
    cache.keep("/", 7, noon + 60s, page("seven"));
    EXPECT_FALSE(cache.find("/", 8, noon));
    EXPECT_FALSE(cache.find("/", 7, noon + 61s));
}

TEST(page_cache, replaces_a_page) {
    PageCache cache(1 << 20);
    cache.keep("/", 7, noon + 60s, page("seven"));
    cache.keep("/", 8, noon + 60s, page("eight"));
    EXPECT_EQ(cache.find("/", 8, noon)->body, "eight");
}

TEST(page_cache, stays_within_its_budget_and_drops_the_page_used_longest_ago) {
    PageCache cache(16 * 40'000);  // room for three pages of 10,000 bytes in each of the sixteen parts
    cache.keep("/used", 1, noon + 60s, page(std::string(10'000, 'x')));
    for (int i = 0; i < 400; ++i) {
        cache.keep("/" + std::to_string(i), 1, noon + 60s, page(std::string(10'000, 'x')));
        EXPECT_TRUE(cache.find("/used", 1, noon)) << i;
    }
    int kept = 0;
    for (int i = 0; i < 400; ++i) kept += cache.find("/" + std::to_string(i), 1, noon) != nullptr;
    EXPECT_LE(kept, 48);
    EXPECT_GT(kept, 16);
}

}  // namespace vitrine::storefront
