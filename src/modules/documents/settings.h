#pragma once
// Who a store is on paper.
#include "modules/documents/api.h"
#include "modules/stores/api.h"

namespace vitrine::documents {

/// When an invoice is made by itself: as soon as the money is there, or when the goods leave (the latest that GST rules allow). Until it is made an order can be edited.
enum class IssueOn { paid, shipped };
SHAPE_ENUM(IssueOn, paid, shipped)

/// A number of the taxpayer: "GSTIN" "24AAAAA0000A1Z8", "NTN", "STRN", "PAN".
struct NamedNumber {
    Text<1, 20> name;
    Text<1, 40> number;
};
SHAPE(NamedNumber, name, number)

struct PrefixRule {
    static constexpr std::string_view format = "document-prefix";
    static constexpr std::string_view code = "documents.prefix";
    static constexpr std::string_view advice = "use 1 to 3 capital letters and digits";
    static std::string normalize(std::string value) { return value; }
    static bool accepts(std::string_view value);
};
using NumberPrefix = Word<PrefixRule>;

struct PaperSettings {
    Text<1, 160> legal_name;
    std::vector<Text<1, 160>> address;          ///< line by line
    std::vector<NamedNumber> tax_numbers;
    NumberPrefix invoice_prefix, credit_note_prefix;   ///< they differ, so that no two documents share a number
    Whole<1, 12> year_begins;                   ///< month in which the financial year begins: 4 in India, 7 in Pakistan, 1 for the calendar year
    IssueOn issue_on = IssueOn::shipped;
    std::optional<Text<1, 600>> footer;         ///< below everything: terms, the bank account
};
SHAPE(PaperSettings, legal_name, address, tax_numbers, invoice_prefix, credit_note_prefix, year_begins, issue_on, footer)

struct StoredSettings {
    PaperSettings settings;
    std::int64_t version = 0;                   ///< 0: never set, `settings` is made from the store
};
SHAPE(StoredSettings, settings, version)

/// Pure. What a store has on paper that never said anything: its name, the tax number of its tables, its country's financial year.
PaperSettings usual_settings(const stores::Store& store, const taxes::Settings& taxes);
/// Inside a transaction.
Task<StoredSettings> load_settings(pg::Tx& tx, App& app);

Task<Result<StoredSettings>> read_settings(App& app, Ctx ctx);
/// Replaces them; documents that were made keep what they say. Refuses request.stale_version, request.invalid (equal prefixes, or one that the other kind
/// carries in the current financial year).
Task<Result<StoredSettings>> set_settings(App& app, Ctx ctx, std::optional<std::int64_t> version, PaperSettings settings);

}  // namespace vitrine::documents
