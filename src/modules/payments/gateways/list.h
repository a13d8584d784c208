#pragma once
// The gateways this program knows. A new one is a class in a file of its own, a function here and a line in list.cpp.
#include "modules/payments/gateway.h"

namespace vitrine::payments::providers {

const Gateway& stripe();
const Gateway& razorpay();
const Gateway& jazzcash();
const Gateway& easypaisa();
const Gateway& bank_transfer();
const Gateway& cash_on_delivery();

}  // namespace vitrine::payments::providers
