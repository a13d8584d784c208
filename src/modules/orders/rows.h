#pragma once
#include "modules/orders/list.h"
