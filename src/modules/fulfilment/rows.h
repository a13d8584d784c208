#pragma once
#include "modules/fulfilment/parcel.h"

namespace vitrine::fulfilment {

using orders::OrderId;

}  // namespace vitrine::fulfilment
