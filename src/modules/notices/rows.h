#pragma once
#include "modules/notices/notice.h"
