#include "app/selftest/troubles.h"

#include <array>

namespace vitrine::selftest {
namespace {

using simulators::FaultKind;

constexpr std::array call_faults{std::pair{Mishap::failed_call, FaultKind::error}, std::pair{Mishap::lost_answer, FaultKind::lost_answer}, std::pair{Mishap::silence, FaultKind::drop}};
constexpr std::int64_t furthest_flight = 16, most_failing_calls = 5;

template <class Work>
void each_mishap(Work work) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Mishap>>([&](auto e) { work(e.value, std::string(e.name)); });
}

}  // namespace

std::set<Mishap> all_mishaps() {
    std::set<Mishap> all;
    each_mishap([&](Mishap mishap, const std::string&) { all.insert(mishap); });
    return all;
}

std::set<Mishap> read_mishaps(const std::string& text) {
    if (text == "all") return all_mishaps();
    std::set<Mishap> out;
    for (size_t at = 0; text != "none" && at <= text.size();) {
        auto end = std::min(text.find(',', at), text.size());
        auto name = text.substr(at, end - at);
        bool is_known = false;
        each_mishap([&](Mishap mishap, const std::string& known) { if (known == name) out.insert(mishap), is_known = true; });
        if (!is_known) throw std::runtime_error("nothing that goes wrong is called '" + name + "'");
        at = end + 1;
    }
    return out;
}

bool Troubles::strikes(Mishap mishap, int percent) {
    bool happens = dice_.percent(percent);  // drawn in any case: what else happens stays the same when a kind is left out
    if (!happens || !allowed_.contains(mishap)) return false;
    ++counts_[std::string(shape_name(mishap))];
    return true;
}

void Troubles::trouble_calls() {
    for (const auto& stand : box_.stands()) {
        if (!stand->service()) continue;
        for (const auto& [mishap, kind] : call_faults)
            if (strikes(mishap, 4)) stand->service()->faults.add({"*", kind, dice_.between(1, most_failing_calls), {}, {}});
    }
}

bool Troubles::around(const std::function<void()>& work) {
    trouble_calls();
    auto nth = dice_.between(1, furthest_flight);
    bool is_late = dice_.percent(50);
    auto fate = pg::FlightFate::arrives;
    if (strikes(Mishap::lost_flight, 4)) fate = is_late ? pg::FlightFate::lost_after : pg::FlightFate::lost_before;
    if (strikes(Mishap::crash, 5)) fate = is_late ? pg::FlightFate::dies_after : pg::FlightFate::dies_before;
    bool has_died = false;
    {
        Flights flights(nth, fate);
        work();
        has_died = flights.has_struck() && (fate == pg::FlightFate::dies_before || fate == pg::FlightFate::dies_after);
    }
    if (has_died) box_.restart();
    for (const auto& stand : box_.stands())
        if (stand->service()) stand->service()->faults.clear();
    return has_died;
}

std::vector<Count> Troubles::counted() const {
    std::vector<Count> out;
    for (const auto& [name, count] : counts_) out.push_back({name, count});
    return out;
}

}  // namespace vitrine::selftest
