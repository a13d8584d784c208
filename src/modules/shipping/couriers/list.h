#pragma once
#include "modules/shipping/courier.h"

namespace vitrine::shipping::providers {

const Courier& shiprocket();
const Courier& leopards();
const Courier& tcs();

}  // namespace vitrine::shipping::providers
