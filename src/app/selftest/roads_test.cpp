// Every interleaving: for each gateway the browser's return, every message that the gateway sends, staff's reverification and the sweeper, twice each,
// in every order that can happen, with the process dying at every flight to the database: always one order, one charge, one receipt, the same books.
// Traps 33, 35 and 39, for whatever gateways there are.
#include <algorithm>
#include <random>

#include "tests/shop/long.h"
#include "tests/shop/proof.h"

namespace vitrine::selftest {
namespace {

/// What may happen to a purchase, in any order.
struct Step {
    std::string name;          ///< "pay", "return", "reverify", "sweep", "staff", or a message's type
    bool needs_money = false;  ///< cannot come before the buyer has paid
};
using Steps = std::vector<Step>;

std::string names_of(const Steps& steps) {
    std::string out;
    for (const auto& step : steps) out += (out.empty() ? "" : " ") + step.name;
    return out;
}

bool is_possible(const Steps& steps) {
    auto paid = std::ranges::find(steps, "pay", &Step::name);
    return std::none_of(steps.begin(), paid, [](const Step& step) { return step.needs_money; });
}

/// One purchase, told step by step.
class Story {
public:
    Story(test::Proof& proof, Stand& stand, const std::string& way) : proof_(proof), box_(proof.box), stand_(stand), basket_(box_.basket(stand, 0, way)) {
        stand.take_news();
    }

    /// Tells all of it. The process dies at flight `dies_at` (0: never). Gives how many flights there were.
    std::int64_t tell(const Steps& steps, std::int64_t dies_at) {
        Flights flights(dies_at, pg::FlightFate::dies_before);
        bought_ = buy(flights);
        for (const auto& step : steps)
            for (int n = 0; n < 2; ++n) {
                take(step);
                if (flights.has_struck()) come_alive(flights);
            }
        return flights.count();
    }
    void end() {
        proof_.let_pass(2min, 2);
        proof_.let_pass(15min, 3);
    }
    const Bought& bought() const { return bought_; }
    /// The types of messages that were told since the beginning, in order.
    Steps told() {
        Steps out;
        hear();
        for (const auto& [type, request] : heard_)
            if (std::ranges::find(out, type, &Step::name) == out.end()) out.push_back({type, true});
        return out;
    }

private:
    void come_alive(Flights& flights) {
        flights.revive();
        box_.restart();
    }
    /// The buyer clicks three times, whatever came of it.
    Bought buy(Flights& flights) {
        Bought bought;
        for (int n = 0; n < 3; ++n) {
            auto placed = box_.place(stand_, basket_);
            if (flights.has_struck()) come_alive(flights);
            if (placed && *placed) bought = bought_of(**placed, basket_);
        }
        return bought;
    }
    void hear() {
        for (auto& message : stand_.take_news()) {
            auto request = stand_.posted(message, box_.now);
            if (test::is_wanted(box_, stand_, request)) heard_.emplace_back(message.type, std::move(request));
        }
    }
    void post(const std::string& type) {
        hear();
        for (const auto& [told, request] : heard_)
            if (told == type) box_.post(request, box_.store_of(stand_));
        box_.work();
    }
    void take(const Step& step) {
        auto payment = bought_.payment.text();
        if (step.name == "pay") box_.pay(stand_, bought_, Paying::well);
        else if (step.name == "return") box_.come_back(stand_, stand_.brought_back(payment));
        else if (step.name == "reverify") box_.reverify(stand_, bought_.payment);
        else if (step.name == "sweep") box_.work(2min);
        else if (step.name == "staff") box_.mark_paid(stand_, bought_.payment, bought_.amount);
        else post(step.name);
    }

    test::Proof& proof_;
    Sandbox& box_;
    Stand& stand_;
    Basket basket_;
    Bought bought_;
    std::vector<std::pair<std::string, http::Request>> heard_;
};

/// Tells every story of one way to pay, or a seeded share of them.
class Teller {
public:
    explicit Teller(const std::string& name) : name_(name), code_(code_and_way(name).first), way_(code_and_way(name).second) { open(); }

    /// What may happen at this gateway, learned from a purchase in which nothing goes wrong. Its books are what every other must come to.
    Steps learn() {
        auto before = box().books();
        Story first(*proof_, stand(), way_);
        Steps steps{{"pay"}, {"reverify"}, {"sweep"}};
        first.tell({{"pay"}}, 0);
        if (!stand().brought_back(first.bought().payment.text()).empty()) steps.push_back({"return", true});
        for (auto& message : first.told()) steps.push_back(std::move(message));
        if (!stand().service()) steps.push_back({"staff", true});
        first.tell({steps.begin() + 1, steps.end()}, 0);
        first.end();
        expected_ = difference(before, box().books());
        expect_one_charge(first, "the first story");
        EXPECT_EQ(expected_[store() + " receipts order count"], 1);
        std::ranges::sort(steps, {}, &Step::name);
        return steps;
    }

    void tell(const Steps& steps, std::int64_t dies_at) {
        if (++told_ % stories_a_database == 0) open();
        auto before = box().books();
        Story story(*proof_, stand(), way_);
        flights_ = story.tell(steps, dies_at);
        story.end();
        auto change = difference(before, box().books());
        auto where = name_ + ": " + names_of(steps) + ", died at flight " + std::to_string(dies_at);
        ASSERT_EQ(change, expected_) << where << text_of(change) << "\nbut expected" << text_of(expected_);
        expect_one_charge(story, where);
    }
    std::int64_t flights() const { return flights_; }
    std::int64_t told() const { return told_; }

private:
    static constexpr int stories_a_database = 400;
    void open() {
        proof_.reset();
        proof_ = std::make_unique<test::Proof>(std::uint64_t(told_ + 1));
    }
    Sandbox& box() { return proof_->box; }
    Stand& stand() { return box().stand(code_); }
    std::string store() { return box().store_of(stand()).slug; }
    void expect_one_charge(const Story& story, const std::string& where) {
        auto held = stand().held(story.bought().payment.text());
        EXPECT_EQ(held.charges, 1) << where;
        EXPECT_EQ(held.taken, story.bought().amount.minor) << where;
        EXPECT_EQ(held.given_back, 0) << where;
    }

    std::string name_, code_, way_;
    std::unique_ptr<test::Proof> proof_;
    Books expected_;
    std::int64_t told_ = 0, flights_ = 0;
};

class every_road : public testing::TestWithParam<std::string> {};

TEST_P(every_road, ends_in_one_order_one_charge_and_the_same_books_wherever_the_process_dies) {
    Teller teller(GetParam());
    auto steps = teller.learn();
    ASSERT_FALSE(HasFailure());
    std::vector<Steps> orders;
    do {
        if (is_possible(steps)) orders.push_back(steps);
    } while (std::ranges::next_permutation(steps, {}, &Step::name).found);
    std::mt19937_64 dice(20'261'130);
    std::ranges::shuffle(orders, dice);
    bool is_long = test::rounds(0, 1) == 1;
    constexpr size_t share = 8;
    for (size_t i = 0; i < orders.size() && (is_long || i < share); ++i) {
        teller.tell(orders[i], 0);
        auto flights = teller.flights();
        for (std::int64_t n = 1; n <= flights; ++n) {
            bool is_drawn = is_long || dice() % std::uint64_t(flights) < 2;
            if (is_drawn) teller.tell(orders[i], n);
            if (HasFailure()) return;
        }
    }
    RecordProperty("stories", int(teller.told()));
    std::printf("%s: %zu orders of %zu steps, %lld stories told\n", GetParam().c_str(), orders.size(), steps.size(), static_cast<long long>(teller.told()));
}

INSTANTIATE_TEST_SUITE_P(of, every_road, testing::ValuesIn(stand_ways()), test::name_of);

}  // namespace
}  // namespace vitrine::selftest
