#pragma once
#include "modules/orders/list.h"
#include "modules/orders/refund.h"
