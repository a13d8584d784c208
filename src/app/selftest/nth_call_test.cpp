// The n-th call fails, for n = 1, 2, 3 …: each flight to the database and each call of the gateway, of placing and starting, settling, giving back and
// cancelling, before or after it has taken effect, alone or as the last thing that the process did. At once the books are as before or as after;
// once the jobs have run and the caller has asked again they are as after. For every gateway.
#include <random>

#include "modules/payments/gateway.h"
#include "tests/shop/long.h"
#include "tests/shop/proof.h"

namespace vitrine::selftest {
namespace {

using simulators::FaultKind;

/// How one call fails.
struct Blow {
    std::string name;
    std::optional<pg::FlightFate> flight;   ///< else a call of the gateway
    FaultKind call = FaultKind::error;
};
const std::vector<Blow> blows{{"flight lost before", pg::FlightFate::lost_before}, {"flight lost after", pg::FlightFate::lost_after},
                              {"died before flight", pg::FlightFate::dies_before}, {"died after flight", pg::FlightFate::dies_after},
                              {"call failed before", {}, FaultKind::error},        {"call failed after", {}, FaultKind::lost_answer}};

/// Lets the n-th call of a gateway fail; counts them.
class Calls {
public:
    Calls(Stand& stand, std::int64_t nth, FaultKind kind) : service_(stand.service()) {
        if (!service_) return;
        service_->on_call = [this, nth, kind](const std::string& call) {
            if (++count_ != nth) return;
            has_struck_ = true;
            service_->faults.add({call, kind, 1, {}, {}});
        };
    }
    ~Calls() {
        if (service_) service_->on_call = {}, service_->faults.clear();
    }
    bool has_struck() const { return has_struck_; }

private:
    simulators::Service* service_;
    std::int64_t count_ = 0;
    bool has_struck_ = false;
};

/// The figures that move with the money and the goods themselves: what follows from them by a job of its own is left to the jobs.
Books bare(const Books& books) {
    Books out;
    for (const auto& [name, value] : books) {
        auto store = name.substr(0, name.find(' ') + 1), rest = name.substr(store.size());
        if (rest == "news payments.promised") continue;
        if (rest.starts_with("orders ")) rest = "orders";
        if (rest.starts_with("payments ")) rest = "payments";
        if (rest == "reservations active" || rest == "reservations sold") rest = "reservations kept";
        out[store + rest] += value;
    }
    std::erase_if(out, [](const auto& entry) { return entry.second == 0; });
    return out;
}

enum class Verb { pay, settle, give_back, cancel };

/// One purchase, brought to where the verb begins; then the verb, as often as it is asked for.
class Case {
public:
    Case(test::Proof& proof, Stand& stand, const std::string& way, Verb verb)
        : proof_(proof), box_(proof.box), stand_(stand), verb_(verb), pays_at_once_(way == "wallet"), basket_(box_.basket(stand, 0, way)) {
        if (verb == Verb::pay) return;
        bought_ = box_.buy(stand, basket_);
        if (verb == Verb::cancel) return;
        bool settling_pays = pays_at_once_ && verb == Verb::settle;
        if (!settling_pays) box_.pay(stand, bought_, Paying::well);
        if (verb == Verb::give_back) settle(), box_.work();
        refund_ = payments::RefundId::next(box_.now);
    }
    void act() {
        switch (verb_) {
            case Verb::pay: box_.place(stand_, basket_); break;
            case Verb::settle: settle(); break;
            case Verb::give_back: box_.attempt(payments::refund(box_.app(), box_.ctx(stand_), {refund_, bought_.payment, bought_.amount, "requested"})); break;
            case Verb::cancel: box_.attempt(payments::cancel(box_.app(), box_.ctx(stand_), bought_.payment)); break;
        }
    }
    /// Long enough for the jobs to end it. What nobody pays must not run out meanwhile, unless it is being cancelled.
    void let_jobs_end_it() {
        proof_.let_pass(2min, 4);
        bool may_run_out = verb_ == Verb::pay || (verb_ == Verb::settle && pays_at_once_);
        if (!may_run_out) proof_.let_pass(15min, 6);
    }

private:
    void settle() {
        if (pays_at_once_) box_.pay(stand_, bought_, Paying::well);
        else if (stand_.service()) box_.reverify(stand_, bought_.payment);
        else box_.mark_paid(stand_, bought_.payment, bought_.amount);
    }

    test::Proof& proof_;
    Sandbox& box_;
    Stand& stand_;
    Verb verb_;
    bool pays_at_once_;   ///< the call that pays is the call that settles
    Basket basket_;
    Bought bought_;
    payments::RefundId refund_;
};

class Trial {
public:
    Trial(const std::string& name, Verb verb) : name_(name), code_(code_and_way(name).first), way_(code_and_way(name).second), verb_(verb) {
        auto before = proof_.box.books();
        Case straight(proof_, stand(), way_, verb);
        auto at_first = proof_.box.books();
        straight.act();
        after_ = bare(difference(at_first, proof_.box.books()));
        straight.let_jobs_end_it();
        end_ = difference(before, proof_.box.books());
        let_time_run_out(straight);
        EXPECT_FALSE(after_.empty()) << "the verb does something";
    }

    /// False when there is no n-th call.
    bool strike(const Blow& blow, std::int64_t n) {
        auto before = proof_.box.books();
        Case one(proof_, stand(), way_, verb_);
        auto at_first = proof_.box.books();
        if (!strike(one, blow, n)) {
            let_time_run_out(one);
            return false;
        }
        auto where = name_ + ", verb " + std::to_string(int(verb_)) + ", " + blow.name + " " + std::to_string(n);
        auto change = bare(difference(at_first, proof_.box.books()));
        EXPECT_TRUE(change.empty() || change == after_) << where << " left it half done:" << text_of(change) << "\nafter would be" << text_of(after_);
        one.let_jobs_end_it();
        auto by_jobs = bare(difference(at_first, proof_.box.books()));
        one.act();
        one.let_jobs_end_it();
        auto end = difference(before, proof_.box.books());
        EXPECT_EQ(end, end_) << where << " ended with" << text_of(end) << "\nbut expected" << text_of(end_) << "\nthe jobs alone" << text_of(by_jobs);
        let_time_run_out(one);
        return true;
    }

private:
    Stand& stand() { return proof_.box.stand(code_); }
    /// Nothing of this purchase is left to happen during the next.
    void let_time_run_out(Case& one) {
        one.let_jobs_end_it();
        proof_.let_pass(40min, 1);
        proof_.let_pass(25h, 4);
    }
    bool strike(Case& one, const Blow& blow, std::int64_t n) {
        bool has_struck = false;
        if (blow.flight) {
            Flights flights(n, *blow.flight);
            one.act();
            has_struck = flights.has_struck();
        } else {
            Calls calls(stand(), n, blow.call);
            one.act();
            has_struck = calls.has_struck();
        }
        proof_.box.restart();
        return has_struck;
    }

    std::string name_, code_, way_;
    Verb verb_;
    test::Proof proof_;
    Books after_, end_;
};

class every_nth_call : public testing::TestWithParam<std::string> {};

void try_all(const std::string& name, Verb verb) {
    Trial trial(name, verb);
    std::mt19937_64 dice(20'261'130);
    int struck = 0;
    for (const auto& blow : blows)
        for (std::int64_t n = 1; trial.strike(blow, n) && !testing::Test::HasFailure(); n += test::rounds(1, 0) ? std::int64_t(1 + dice() % 2) : 1) ++struck;
    std::printf("%s, verb %d: %d calls failed\n", name.c_str(), int(verb), struck);
    EXPECT_GT(struck, 4);
}

const payments::Capabilities& can_of(const std::string& name) { return payments::find_gateway(code_and_way(name).first)->can(); }

TEST_P(every_nth_call, of_placing_may_fail) { try_all(GetParam(), Verb::pay); }
TEST_P(every_nth_call, of_settling_may_fail) { try_all(GetParam(), Verb::settle); }
TEST_P(every_nth_call, of_cancelling_may_fail) {
    if (!can_of(GetParam()).pays_later) try_all(GetParam(), Verb::cancel);  // what was only promised is called off with its order
}
TEST_P(every_nth_call, of_giving_back_may_fail) {
    if (can_of(GetParam()).refunds) try_all(GetParam(), Verb::give_back);  // elsewhere people give it back
}

INSTANTIATE_TEST_SUITE_P(of, every_nth_call, testing::ValuesIn(stand_ways()), test::name_of);

}  // namespace
}  // namespace vitrine::selftest
