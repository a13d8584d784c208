#include "modules/storefront/page_cache.h"

#include <gtest/gtest.h>

namespace vitrine::storefront {
namespace {

PageCache::Answer page(std::string body) {
    auto answer = std::make_shared<http::CachedAnswer>();
    answer->body = std::move(body);
    return answer;
}
const Instant noon{std::chrono::hours(12)};

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
