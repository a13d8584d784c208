#pragma once
// The door for whoever hands parcels to couriers: the port, its adapters' words, and the store's document. What prices delivery includes modules/shipping/api.h only.
#include "modules/shipping/api.h"
#include "modules/shipping/courier.h"
#include "modules/shipping/rates.h"
#include "modules/shipping/tables.h"
