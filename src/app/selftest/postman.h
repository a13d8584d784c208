#pragma once
#include "app/selftest/troubles.h"

namespace vitrine::selftest {

/// Carries what gateways tell to the shop, as reliably as the dice allow: late, twice, out of order, broken, forged first, or never. Like the real ones it
/// comes again until it is answered with 2xx.
class Postman {
public:
    Postman(Sandbox& box, Agenda& agenda, Dice& dice, Troubles& troubles) : box_(box), agenda_(agenda), dice_(dice), troubles_(troubles) {}

    /// Takes what was told since the last time and plans its ways.
    void collect();
    std::vector<Count> counted() const;
    /// Answers that no message may get: a forged or broken one was taken.
    std::int64_t wrongly_taken() const { return wrongly_taken_; }

private:
    void plan(Stand& stand, Message message);
    void deliver(Stand& stand, const Message& message, int attempt);
    /// One that must be refused.
    void try_to_deceive(Stand& stand, const Message& message, bool is_forged);

    Sandbox& box_;
    Agenda& agenda_;
    Dice& dice_;
    Troubles& troubles_;
    std::map<std::string, std::int64_t> answers_;
    std::int64_t wrongly_taken_ = 0;
};

}  // namespace vitrine::selftest
