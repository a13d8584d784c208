#pragma once
#include <cstdlib>

namespace vitrine::test {

/// `bin/test --long` sets VITRINE_LONG: storms then run at full size, else at the short one.
inline int rounds(int in_short, int in_long) { return std::getenv("VITRINE_LONG") ? in_long : in_short; }

}  // namespace vitrine::test
