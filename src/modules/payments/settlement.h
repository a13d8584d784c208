#pragma once
// What a gateway says it settled, held against what is in our books: receipts, refunds, disputes and fees, line by line.
#include "modules/ledger/api.h"
#include "modules/payments/api.h"

namespace vitrine::payments {

using SettlementId = Id<"stl">;

inline constexpr RefusalKind settlement_unreadable{"payments.settlement_unreadable", 422, "This is not a settlement file that can be read"};
inline constexpr RefusalKind settlement_unknown{"payments.settlement_unknown", 422, "No settlement files are read from this way to pay"};

enum class SettlementKind { payment, refund, dispute, fee, payout, other };
SHAPE_ENUM(SettlementKind, payment, refund, dispute, fee, payout, other)

/// One line. Amounts in minor units of `currency`, signed as the gateway's balance moves: gross - fee = net.
struct SettlementLine {
    std::string line_id;                ///< the gateway's id of the line, unique for ever
    SettlementKind kind = SettlementKind::other;
    std::string type;                   ///< the gateway's word
    std::string reference, source;      ///< of the charge, and of what moved: "pi_…" and "re_…"; empty where the file does not say
    Currency currency;
    std::int64_t gross = 0;
    std::optional<std::int64_t> fee;    ///< taxes on it included; absent: the file does not say
    std::int64_t net = 0;
    std::int64_t cost = 0;              ///< what goes into the books as a fee; what disputes cost is booked with the dispute
    std::int64_t paid_out = 0;          ///< what has gone to the bank
    Instant occurred_at{};
};
SHAPE(SettlementLine, line_id, kind, type, reference, source, currency, gross, fee, net, cost, paid_out, occurred_at)

/// Pure. Reads Stripe's itemised balance report or Razorpay's settlement recon (columns: docs/guides/payments.md), CSV with a header in any order of columns.
/// Refuses payments.settlement_unknown; payments.settlement_unreadable with a fault for each of the first 50 bad rows. All of it or nothing.
Result<std::vector<SettlementLine>> read_settlement(std::string_view gateway, std::string_view csv);

/// What we know, as it is compared.
struct OwnReceipt {
    PaymentId payment;
    std::string reference;
    std::int64_t amount = 0;
    Currency currency;
    Instant received_at{};
};
SHAPE(OwnReceipt, payment, reference, amount, currency, received_at)
struct OwnRefund {
    RefundId id;
    PaymentId payment;
    std::string provider_refund;
    std::int64_t amount = 0;
    Currency currency;
    RefundState state = RefundState::pending;
    Instant changed_at{};
};
SHAPE(OwnRefund, id, payment, provider_refund, amount, currency, state, changed_at)

enum class DifferenceKind { missing_here, missing_there, amount_differs, currency_differs, fee_unknown, kind_unknown };
SHAPE_ENUM(DifferenceKind, missing_here, missing_there, amount_differs, currency_differs, fee_unknown, kind_unknown)
struct Difference {
    DifferenceKind kind = DifferenceKind::missing_here;
    SettlementKind what = SettlementKind::payment;
    std::string reference;              ///< the gateway's id of it, or the line's
    std::optional<Money> here, there;   ///< in our books, in the file
    std::optional<std::string> line, own;  ///< ids: of the line, of our payment or refund
    Instant at{};
};
SHAPE(Difference, kind, what, reference, here, there, line, own, at)

/// Everything of one gateway in a span of time.
struct ToMatch {
    std::vector<SettlementLine> lines;
    std::vector<OwnReceipt> receipts;
    std::vector<OwnRefund> refunds;
    std::vector<ledger::Movement> disputes;   ///< on the gateway's clearing account
    Instant from{}, to{};                     ///< what is ours and outside is not missed there
};
/// Pure. Lines of one charge or refund count together; each difference once, in the order of time.
std::vector<Difference> match(const ToMatch& all);

struct SettlementFile {
    SettlementId id;
    std::string gateway, name;
    std::int64_t lines = 0, new_lines = 0;
    std::string actor;
    Instant imported_at{};
};
SHAPE(SettlementFile, id, gateway, name, lines, new_lines, actor, imported_at)
struct ImportedSettlement {
    SettlementFile file;
    bool is_known = false;              ///< this very file was imported before; nothing was done
};
SHAPE(ImportedSettlement, file, is_known)
struct NewSettlement {
    std::string gateway, name, csv;
};
/// Takes a file in: its new lines, and their fees and payouts into the ledger, once per line whatever file it stands in. Repeatable. Refuses as read_settlement.
Task<Result<ImportedSettlement>> import_settlement(pg::Db& db, Ctx ctx, NewSettlement in);

struct SettlementTotal {
    Currency currency;
    Money gross, fees, paid_out;
};
SHAPE(SettlementTotal, currency, gross, fees, paid_out)
struct SettlementReport {
    std::string gateway;
    Instant from{}, to{};
    std::int64_t lines = 0;
    std::vector<SettlementTotal> totals;
    std::vector<Difference> differences;
};
SHAPE(SettlementReport, gateway, from, to, lines, totals, differences)
/// Compares everything of a gateway between two instants; absent: from the first to the last line ever imported. Reads only.
Task<Result<SettlementReport>> settlement_report(pg::Db& db, Ctx ctx, std::string gateway, std::optional<Instant> from, std::optional<Instant> to);

}  // namespace vitrine::payments
