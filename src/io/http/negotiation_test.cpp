#include "io/http/negotiation.h"

#include <gtest/gtest.h>

namespace vitrine::http {
namespace {

TEST(encoding, is_the_best_that_both_know) {
    struct Case {
        const char* accept;
        Encoding wanted;
    };
    for (auto [accept, wanted] : {Case{"", Encoding::identity}, {"gzip", Encoding::gzip}, {"gzip, deflate, br", Encoding::brotli}, {"BR;q=0.5, gzip;q=0.8", Encoding::gzip},
                                  {"br;q=0, gzip;q=0", Encoding::identity}, {"*", Encoding::brotli}, {"*;q=0", Encoding::identity}, {"br;q=0, *", Encoding::gzip},
                                  {"identity", Encoding::identity}, {"identity;q=1, gzip;q=0.5", Encoding::identity}, {"gzip;q=0.001", Encoding::gzip},
                                  {"identity;q=0.002, gzip;q=0.001", Encoding::identity}, {"gzip;q=nonsense", Encoding::identity}, {"deflate", Encoding::identity}, {" gzip ; q=1.0 ", Encoding::gzip}})
        EXPECT_EQ(choose_encoding(accept, true, true), wanted) << accept;
    EXPECT_EQ(choose_encoding("gzip, br", true, false), Encoding::gzip);
    EXPECT_EQ(choose_encoding("gzip, br", false, false), Encoding::identity);
}

TEST(etag, is_compared_weakly_in_lists) {
    EXPECT_TRUE(names_etag("\"a\"", "\"a\""));
    EXPECT_TRUE(names_etag("\"x\", W/\"a\"", "\"a\""));
    EXPECT_TRUE(names_etag("*", "\"a\""));
    EXPECT_FALSE(names_etag("\"A\"", "\"a\""));
    EXPECT_FALSE(names_etag("a", "\"a\""));
    EXPECT_FALSE(names_etag("", "\"a\""));
}

TEST(range, follows_rfc_9110_section_14) {
    struct Case {
        const char* text;
        RangeVerdict verdict;
        std::uint64_t first, size;
    };
    for (auto [text, verdict, first, size] :
         {Case{"bytes=0-499", RangeVerdict::part, 0, 500}, {"bytes=500-999", RangeVerdict::part, 500, 500}, {"bytes=-500", RangeVerdict::part, 9500, 500},
          {"bytes=9500-", RangeVerdict::part, 9500, 500}, {"bytes=0-0", RangeVerdict::part, 0, 1}, {"bytes=-1", RangeVerdict::part, 9999, 1},
          {"bytes=9999-20000", RangeVerdict::part, 9999, 1}, {"bytes=-20000", RangeVerdict::part, 0, 10000}, {"bytes=10000-", RangeVerdict::unsatisfiable, 0, 0},
          {"bytes=-0", RangeVerdict::unsatisfiable, 0, 0}, {"bytes=5-2", RangeVerdict::whole, 0, 0}, {"bytes=a-b", RangeVerdict::whole, 0, 0},
          {"items=0-5", RangeVerdict::whole, 0, 0}, {"bytes=0-1,3-4", RangeVerdict::whole, 0, 0}, {"bytes=", RangeVerdict::whole, 0, 0},
          {"bytes=99999999999999999999-", RangeVerdict::whole, 0, 0}, {"", RangeVerdict::whole, 0, 0}}) {
        auto choice = choose_range(text, 10000);
        EXPECT_EQ(choice.verdict, verdict) << text;
        EXPECT_EQ(choice.range.first, first) << text;
        EXPECT_EQ(choice.range.size, size) << text;
    }
    EXPECT_EQ(choose_range("bytes=0-", 0).verdict, RangeVerdict::unsatisfiable);
}

}  // namespace
}  // namespace vitrine::http
