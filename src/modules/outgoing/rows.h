#pragma once
#include "modules/outgoing/delivery.h"
