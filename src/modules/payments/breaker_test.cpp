#include "modules/payments/breaker.h"

#include <gtest/gtest.h>

namespace vitrine::payments::rules {
namespace {

constexpr Instant start{std::chrono::seconds(1'800'000'000)};

/// What happens to one breaker: 'f' a fault, 'a' an answer, '?' a call wants through, digits let that many times ten seconds pass.
struct Row {
    const char* story;
    Circuit state;
    std::int64_t pause_s;
    const char* admitted;   ///< 'y' or 'n' for each '?'
};

TEST(breaker, follows_its_table) {
    const Row rows[] = {
        {"?", Circuit::closed, 0, "y"},
        {"ffff?", Circuit::closed, 0, "y"},
        {"fffff?", Circuit::open, 10, "n"},
        {"ffffaffff?", Circuit::closed, 0, "y"},
        {"fffff1?", Circuit::half_open, 10, "y"},
        {"fffff1??", Circuit::half_open, 10, "yn"},
        {"fffff1?a?", Circuit::closed, 0, "yy"},
        {"fffff1?f?", Circuit::open, 20, "yn"},
        {"fffff1?f1?", Circuit::open, 20, "yn"},
        {"fffff1?f2?f4?f8?", Circuit::half_open, 80, "yyyy"},
        {"fffff1?f2?f4?f8?f9977?f99999999999?f99999999999?f99999999999?f", Circuit::open, 300, "yyyyyyyy"},
        {"fffff1?3?", Circuit::half_open, 10, "yy"},
        {"fffffff", Circuit::open, 10, ""},
        {"fffffa?", Circuit::closed, 0, "y"},
    };
    for (const auto& row : rows) {
        Breaker breaker;
        auto now = start;
        std::string admitted;
        for (char step : std::string(row.story)) {
            if (step == 'f') breaker = after_fault(breaker, now);
            if (step == 'a') breaker = after_answer(breaker);
            if (step >= '0' && step <= '9') now += Duration(10s) * (step - '0');
            if (step != '?') continue;
            auto admission = admit(breaker, now);
            admitted += admission.is_allowed ? 'y' : 'n';
            breaker = admission.after;
        }
        EXPECT_EQ(breaker.state, row.state) << row.story;
        EXPECT_EQ(std::chrono::duration_cast<std::chrono::seconds>(breaker.pause).count(), row.pause_s) << row.story;
        EXPECT_EQ(admitted, row.admitted) << row.story;
    }
}

TEST(breaker, that_never_saw_a_fault_changes_nothing) {
    EXPECT_EQ(admit(Breaker{}, start).after, Breaker{});
    EXPECT_EQ(after_answer(Breaker{}), Breaker{});
}

}  // namespace
}  // namespace vitrine::payments::rules
