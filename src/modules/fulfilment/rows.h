#pragma once
#include "modules/fulfilment/parcel.h"

namespace vitrine::fulfilment {

using orders::OrderId;
using orders::PackedLine;

}  // namespace vitrine::fulfilment
