#include "modules/payments/gateways/easypaisa_codes.h"

#include <algorithm>
#include <array>

namespace vitrine::payments::providers {
namespace {

using enum EasypaisaClass;

constexpr auto codes = std::to_array<EasypaisaCode>({
    {"0000", "SUCCESS", success, ""},
    {"0001", "SYSTEM ERROR", unknown, ""},
    {"0002", "REQUIRED FIELD MISSING", config, ""},
    {"0003", "order/record not found (inquiry)", not_found, ""},
    {"0005", "MERCHANT ACCOUNT NOT ACTIVE", config, ""},
    {"0006", "INVALID STORE ID", config, ""},
    {"0007", "STORE NOT ACTIVE", config, ""},
    {"0008", "PAYMENT METHOD NOT ENABLED", config, ""},
    {"0010", "INVALID CREDENTIALS", config, ""},
    {"0013", "LOW BALANCE", failure, "There is not enough money in this Easypaisa account."},
    {"0014", "ACCOUNT DOES NOT EXIST", failure, "There is no Easypaisa account with this mobile number."},
    {"0017", "incomplete merchant information", config, ""},
});

constexpr auto statuses = std::to_array<EasypaisaStatus>({
    {"PAID", true, Standing::succeeded, ""},
    {"PENDING", false, Standing::processing, ""},
    {"FAILED", true, Standing::open, "Easypaisa did not complete the payment. You were not charged."},
    {"BLOCKED", true, Standing::open, "Easypaisa has blocked this payment. Ask Easypaisa, or pay another way."},
    {"EXPIRED", true, Standing::open, "The time to pay was over before the payment came."},
    {"REVERSED", true, Standing::open, "Easypaisa has given the money of this payment back."},
});

}  // namespace

EasypaisaCode easypaisa_code(std::string_view code) {
    auto found = std::ranges::find(codes, code, &EasypaisaCode::code);
    return found == codes.end() ? EasypaisaCode{code, "", unknown, ""} : *found;
}

const EasypaisaStatus* easypaisa_status(std::string_view status) {
    auto found = std::ranges::find(statuses, status, &EasypaisaStatus::status);
    return found == statuses.end() ? nullptr : &*found;
}

}  // namespace vitrine::payments::providers
