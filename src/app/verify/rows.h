#pragma once
#include <string>

#include "core/shape.h"

namespace vitrine::verify {

/// One row that breaks a rule: what it is (an id, a SKU, an account) and how it is wrong, in numbers.
struct Offence {
    std::string subject;
    std::string detail;
};
SHAPE(Offence, subject, detail)

}  // namespace vitrine::verify
