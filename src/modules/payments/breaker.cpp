#include "modules/payments/breaker.h"

#include <algorithm>

namespace vitrine::payments::rules {

Admission admit(const Breaker& breaker, Instant now) {
    if (breaker.state == Circuit::closed) return {true, breaker};
    if (now < breaker.until) return {false, breaker};
    auto probing = breaker;
    probing.state = Circuit::half_open;
    probing.until = now + probe_patience;
    return {true, probing};
}

Breaker after_answer(const Breaker&) { return {}; }

Breaker after_fault(const Breaker& breaker, Instant now) {
    auto next = breaker;
    ++next.faults;
    bool was_probe = breaker.state == Circuit::half_open;
    if (breaker.state == Circuit::open) return next;  // a call from before it opened: nothing new
    if (!was_probe && next.faults < faults_that_open) return next;
    next.state = Circuit::open;
    next.pause = was_probe ? std::min(longest_pause, breaker.pause * 2) : first_pause;
    next.until = now + next.pause;
    return next;
}

}  // namespace vitrine::payments::rules
