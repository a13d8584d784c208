#pragma once
#include "app/selftest/agenda.h"
#include "app/selftest/report.h"

namespace vitrine::selftest {

/// Lets things go wrong around a piece of work, as the dice say, and counts what did.
class Troubles {
public:
    Troubles(Sandbox& box, Dice& dice, const std::set<Mishap>& allowed) : box_(box), dice_(dice), allowed_(allowed) {}

    /// Whether this happens now, in so many of a hundred cases; counted when it does.
    bool strikes(Mishap mishap, int percent);
    /// Runs `work`, during which a gateway's calls may fail, flights get lost and the process die. True: it died, and is up again.
    bool around(const std::function<void()>& work);
    std::vector<Count> counted() const;

private:
    void trouble_calls();
    Sandbox& box_;
    Dice& dice_;
    const std::set<Mishap>& allowed_;
    std::map<std::string, std::int64_t> counts_;
};

}  // namespace vitrine::selftest
