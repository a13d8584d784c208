#include "modules/payments/gateways/easypaisa_truth.h"

#include "core/check.h"
#include "io/telemetry/log.h"
#include "modules/payments/gateways/easypaisa_codes.h"
#include "modules/payments/gateways/easypaisa_request.h"
#include "modules/payments/gateways/list.h"
#include "modules/payments/gateways/provider_call.h"

namespace vitrine::payments::providers {

bool EasypaisaInquiry::is_used_up() const { return easypaisa_status(status)->is_final && !is("PAID"); }

Answer<EasypaisaInquiry> read_easypaisa_inquiry(const std::string& reference, const EasypaisaAnswer& answer, Currency currency) {
    auto unknown = [](std::string code) { return gateway_fault(GatewayFault::Kind::unknown, std::move(code)); };
    if (easypaisa_code(answer.code).says != EasypaisaClass::success) {
        auto fault = easypaisa_fault(answer.code);
        if (fault.kind == GatewayFault::Kind::refused) fault.kind = GatewayFault::Kind::unknown;  // a refusal of the inquiry says nothing of the payment
        return std::unexpected(std::move(fault));
    }
    auto text = [&](std::string_view member) { return easypaisa_text(answer, member); };
    if (text("orderId") != reference) return unknown("another_order");
    EasypaisaInquiry out{.reference = reference, .status = text("transactionStatus"), .mode = text("paymentMode"), .token = text("paymentToken"), .token_until = {}, .amount = {}};
    if (!easypaisa_status(out.status)) return unknown("unknown_status");
    out.token_until = read_easypaisa_time(text("paymentTokenExpiryDateTime"));
    out.amount = read_easypaisa_amount(text("transactionAmount"), currency);
    if (out.is("PAID") && !out.amount) return unknown("unreadable_amount");
    return out;
}

Task<Answer<EasypaisaInquiry>> inquire_easypaisa(App& app, Ctx ctx, std::string reference, Currency currency) {
    auto values = values_of(app, ctx.store, easypaisa());
    std::vector<FormField> body{{"orderId", reference}, {"accountNum", values.text("easypaisa_account")}};
    auto answer = co_await easypaisa_call(app, ctx, {.operation = "inquire-transaction", .body = std::move(body)});
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto inquiry = read_easypaisa_inquiry(reference, *answer, currency);
    if (inquiry && inquiry->is("REVERSED")) log::error("payments.easypaisa_reversed", {{"reference", reference}});  // a person has to compare it with the books
    co_return inquiry;
}

Truth truth_of(const EasypaisaInquiry& inquiry, Currency currency) {
    const auto* row = easypaisa_status(inquiry.status);
    check(row != nullptr, "an inquiry was read with a status that is known");
    Truth truth{.reference = inquiry.reference, .standing = row->standing, .received = {0, currency}, .failure = if_any(std::string(row->for_buyer))};
    truth.is_general = true;
    if (inquiry.is("REVERSED")) truth.given_back = inquiry.amount;
    if (row->standing == Standing::succeeded) truth.received = *inquiry.amount;
    return truth;
}

}  // namespace vitrine::payments::providers
