#pragma once
#include <set>

#include "app/selftest/rows.h"
#include "app/selftest/sandbox.h"

namespace vitrine::selftest {

/// What a self-test lets go wrong.
enum class Mishap {
    failed_call,       ///< the gateway answers with an error and does nothing
    lost_answer,       ///< the gateway does it, and its answer never comes
    silence,           ///< the gateway neither does it nor answers
    lost_flight,       ///< the connection to the database breaks, before or after its work
    crash,             ///< the process ends between two steps
    decline, another_amount, late_payment, left,
    late_message, doubled_message, reordered_message, broken_message, forged_message, lost_message,
    cancellation, refund,
};
SHAPE_ENUM(Mishap, failed_call, lost_answer, silence, lost_flight, crash, decline, another_amount, late_payment, left, late_message, doubled_message, reordered_message,
           broken_message, forged_message, lost_message, cancellation, refund)
std::set<Mishap> all_mishaps();
/// "all", "none", or names with commas between. std::runtime_error names an unknown one.
std::set<Mishap> read_mishaps(const std::string& text);

struct Count {
    std::string name;
    std::int64_t count = 0;
};
SHAPE(Count, name, count)

/// Something that does not fit together.
struct Loose {
    std::string what, subject, detail;
};
SHAPE(Loose, what, subject, detail)

/// What came of a self-test. The same seed and orders give the same report, byte for byte.
struct Report {
    std::uint64_t seed = 0;
    std::int64_t orders = 0;
    std::vector<Count> mishaps;        ///< by kind, as often as they happened
    std::vector<Count> payments;       ///< "stripe succeeded"
    std::vector<Count> order_states;   ///< "stationery paid"
    std::vector<Count> messages;       ///< of gateways, by how the shop answered
    std::vector<Count> books;          ///< every figure at the end
    std::int64_t double_captures = 0;
    std::int64_t ledger_off = 0;       ///< minor units by which the books of all currencies miss zero
    std::vector<Loose> unreconciled;
    bool is_clean() const { return unreconciled.empty() && double_captures == 0 && ledger_off == 0; }
};
SHAPE(Report, seed, orders, mishaps, payments, order_states, messages, books, double_captures, ledger_off, unreconciled)

/// Compares the gateways' own books with payments, orders, stock and ledger. Reads only.
void audit(Sandbox& box, Report& report);
/// For people.
std::string table_of(const Report& report);

struct Wanted {
    std::int64_t orders = 1'000;
    std::uint64_t seed = 1;
    std::set<Mishap> mishaps = all_mishaps();
};
/// Lets so many buyers shop at all gateways while things go wrong as the seed draws them, runs the jobs to their end and audits. Repeatable by seed in a fresh sandbox of that seed.
Report try_payments(Sandbox& box, const Wanted& wanted);

}  // namespace vitrine::selftest
