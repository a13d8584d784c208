#include "io/pg/flight_fate.h"

#include <utility>

namespace vitrine::pg {
namespace {

thread_local std::function<FlightFate()> decide_here;

}  // namespace

void decide_flights(std::function<FlightFate()> decide) { decide_here = std::move(decide); }

FlightFate next_flight_fate() { return decide_here ? decide_here() : FlightFate::arrives; }

}  // namespace vitrine::pg
