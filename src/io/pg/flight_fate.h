#pragma once
// A simulation's hand on the wire to the database: any flight may be lost, or be the last thing that the process did.
#include <functional>
#include <stdexcept>

namespace vitrine::pg {

/// What becomes of one flight.
enum class FlightFate {
    arrives,
    lost_before,   ///< the connection breaks before the server has heard of it
    lost_after,    ///< the server works it, and the connection breaks before the answer
    dies_before,   ///< the process ends here: ProcessDied, and the server has not heard of it
    dies_after,    ///< the same after the server has worked it
};

/// Thrown by a flight at which the simulated process ends. Whoever catches it and asks the database again is told the same.
struct ProcessDied : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Lets `decide` say what becomes of each further flight of this thread; empty: all arrive. For self-tests and tests only.
void decide_flights(std::function<FlightFate()> decide);
FlightFate next_flight_fate();

}  // namespace vitrine::pg
