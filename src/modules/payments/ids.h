#pragma once
#include "core/id.h"

namespace vitrine::payments {

using PaymentId = Id<"pay">;
using RefundId = Id<"ref">;
using TransferId = Id<"trf">;
using ProofId = Id<"prf">;
using DisputeId = Id<"dsp">;
using WarningId = Id<"wrn">;

}  // namespace vitrine::payments
