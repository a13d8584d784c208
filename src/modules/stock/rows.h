#pragma once
#include "modules/stock/counts.h"
#include "modules/stock/goods.h"
#include "modules/stock/levels/api.h"
#include "modules/stock/rules.h"
#include "modules/stock/staff.h"
#include "modules/stock/transfers.h"
