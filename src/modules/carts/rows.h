#pragma once
// What statements read beside the shapes of api.h.
#include "modules/carts/reminder.h"
