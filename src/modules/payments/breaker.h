#pragma once
// A circuit breaker as a value: pure moves, told the time, so that a table can test it. It keeps buyers and workers from waiting for a gateway that is away.
#include "core/shape.h"
#include "core/time.h"

namespace vitrine::payments {

enum class Circuit {
    closed,     ///< calls go through
    open,       ///< no calls until the pause is over
    half_open,  ///< one call is under way to see whether the gateway is back
};
SHAPE_ENUM(Circuit, closed, open, half_open)

struct Breaker {
    Circuit state = Circuit::closed;
    int faults = 0;              ///< one after the other, without an answer between them
    Duration pause{0};           ///< of the present or last opening
    Instant until{};             ///< open: no call before; half open: when the probe is given up for lost
    bool operator==(const Breaker&) const = default;
};

namespace rules {

inline constexpr int faults_that_open = 5;
inline constexpr Duration first_pause = 10s, longest_pause = 5min, probe_patience = 30s;

/// Whether a call may be made now, and the breaker afterwards: when the pause is over, exactly one caller is let through to probe.
struct Admission {
    bool is_allowed = true;
    Breaker after;
};
Admission admit(const Breaker& breaker, Instant now);

/// The gateway answered, whatever it said: all is well again.
Breaker after_answer(const Breaker& breaker);

/// It did not answer, or could not. The fifth fault in a row opens; a failed probe opens again for twice as long, five minutes at most.
Breaker after_fault(const Breaker& breaker, Instant now);

}  // namespace rules
}  // namespace vitrine::payments
