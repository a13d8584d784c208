#pragma once
#include "modules/documents/api.h"
