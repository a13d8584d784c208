#include "modules/documents/settings.h"

#include <algorithm>

#include "core/check.h"
#include "modules/documents/sql.h"
#include "modules/documents/year.h"
#include "modules/quotes/api.h"

namespace vitrine::documents {
namespace {

template <class T>
T known(std::string_view text) {
    auto value = T::parse(text);
    check(value.has_value(), "a store's own words fit on paper");
    return *value;
}

std::int64_t first_month(std::string_view country) {
    if (country == "IN") return 4;   // April to March
    if (country == "PK") return 7;   // July to June
    return 1;
}

PaperSettings read_stored(const RawJson& stored) {
    auto settings = read_json<PaperSettings>(stored.text);
    if (!settings) throw std::runtime_error("the stored settings of documents do not fit their shape");
    return std::move(*settings);
}

/// Positions of the two kinds rise each for itself, so a prefix that the other kind has used this year would give a number that is taken.
Task<std::vector<Fault>> used_prefixes(pg::Tx& tx, const PaperSettings& settings, const stores::Store& store) {
    auto year = day_of(tx.ctx().now, store.time_zone, settings.year_begins).year;
    auto of_invoices = tx.queue(sql::has_prefix(Kind::credit_note, year, settings.invoice_prefix.str()));
    auto of_credit_notes = tx.queue(sql::has_prefix(Kind::invoice, year, settings.credit_note_prefix.str()));
    co_await tx.flush();
    std::vector<Fault> faults;
    if (*of_invoices) faults.push_back({"/invoice_prefix", "used", "credit notes of this financial year carry it"});
    if (*of_credit_notes) faults.push_back({"/credit_note_prefix", "used", "invoices of this financial year carry it"});
    co_return faults;
}

}  // namespace

bool PrefixRule::accepts(std::string_view value) {
    auto is_sound = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    return !value.empty() && value.size() <= 3 && std::ranges::all_of(value, is_sound);
}

PaperSettings usual_settings(const stores::Store& store, const taxes::Settings& taxes) {
    std::string initial(1, char(std::toupper((unsigned char)store.slug[0])));
    PaperSettings out{.legal_name = known<Text<1, 160>>(store.name), .address = {}, .tax_numbers = {}, .invoice_prefix = known<NumberPrefix>(initial + "I"),
                      .credit_note_prefix = known<NumberPrefix>(initial + "C"), .year_begins = {first_month(store.country)}, .issue_on = IssueOn::shipped, .footer = {}};
    if (taxes.tax_number) out.tax_numbers.push_back({known<Text<1, 20>>(taxes.tax_number_name.value_or("Tax number")), known<Text<1, 40>>(*taxes.tax_number)});
    return out;
}

Task<StoredSettings> load_settings(pg::Tx& tx, App& app) {
    auto row = co_await tx.ask(sql::find_settings());
    if (row) co_return StoredSettings{read_stored(row->settings), row->version};
    auto memory = quotes::memory_of(app, tx.ctx().store);
    co_return StoredSettings{usual_settings(*memory.store, memory.rules->taxes->settings()), 0};
}

Task<Result<StoredSettings>> read_settings(App& app, Ctx ctx) {
    auto body = [&](pg::Tx& tx) -> Task<Result<StoredSettings>> { co_return co_await load_settings(tx, app); };
    co_return co_await app.db.transaction(ctx, body, {.read_only = true});
}

Task<Result<StoredSettings>> set_settings(App& app, Ctx ctx, std::optional<std::int64_t> version, PaperSettings settings) {
    if (settings.invoice_prefix == settings.credit_note_prefix)
        co_return refuse(refusals::invalid, {}, {{"/credit_note_prefix", "not_distinct", "invoices and credit notes need prefixes of their own"}});
    RawJson json{to_json(settings)};
    auto body = [&](pg::Tx& tx) -> Task<Result<StoredSettings>> {
        auto before = co_await tx.ask(sql::lock_settings());
        if (version && *version != before.value_or(0)) co_return refuse(refusals::stale_version);
        if (auto faults = co_await used_prefixes(tx, settings, *app.stores->known(tx.ctx().store)); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
        auto saved = co_await tx.ask(sql::save_settings(json));
        co_return StoredSettings{settings, saved};
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<bool> seed(pg::Db& db, Ctx ctx, std::string_view json) {
    auto settings = read_json<PaperSettings>(json);
    if (!settings) throw std::runtime_error("documents.json: " + (settings.error().errors.empty() ? settings.error().detail : settings.error().errors[0].pointer + " " + settings.error().errors[0].detail));
    RawJson stored{to_json(*settings)};
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        if (co_await tx.ask(sql::find_settings())) co_return false;
        tx.send(sql::save_settings(stored));
        co_return true;
    };
    auto written = co_await db.transaction(ctx, body);
    check(written.has_value(), "writing settings refuses nothing");
    co_return *written;
}

}  // namespace vitrine::documents
