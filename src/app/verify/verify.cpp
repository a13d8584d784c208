#include "app/verify/verify.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "app/verify/rows.h"
#include "app/verify/sql.h"
#include "core/check.h"

namespace vitrine::verify {
namespace {

using Offences = std::vector<Offence>;

constexpr auto parked_for_long = std::chrono::hours(1);

struct Rule {
    std::string_view code;
    pg::Query<Offences> query;
    Severity severity = Severity::wrong;
};

std::vector<Rule> all_rules(Instant now) {
    return {
        {"stock.on_hand", sql::stock_on_hand()},
        {"stock.reserved", sql::stock_reserved()},
        {"stock.negative", sql::stock_negative()},
        {"stock.shelves", sql::stock_shelves()},
        {"stock.totals", sql::stock_totals()},
        {"stock.promised", sql::stock_promised()},
        {"stock.allocated", sql::stock_allocated()},
        {"stock.transfers", sql::stock_transfers()},
        {"stock.sold", sql::stock_sold()},
        {"stock.held", sql::stock_held()},
        {"orders.paid", sql::orders_paid()},
        {"orders.pending", sql::orders_pending()},
        {"orders.cancelled", sql::orders_cancelled()},
        {"orders.totals", sql::orders_totals()},
        {"orders.edits", sql::orders_edits()},
        {"orders.news", sql::orders_news()},
        {"orders.carts", sql::orders_carts()},
        {"payments.orders", sql::payments_orders()},
        {"payments.receipts", sql::payments_receipts()},
        {"payments.transfers", sql::payments_transfers()},
        {"refunds.parts", sql::refunds_parts()},
        {"refunds.orders", sql::refunds_orders()},
        {"returns.money", sql::returns_money()},
        {"ledger.postings", sql::ledger_postings()},
        {"ledger.total", sql::ledger_total()},
        {"ledger.orders", sql::ledger_orders()},
        {"ledger.receivable", sql::ledger_receivable()},
        {"ledger.clearing", sql::ledger_clearing()},
        {"ledger.refunds", sql::ledger_refunds()},
        {"ledger.refunded", sql::ledger_refunded()},
        {"ledger.settlements", sql::ledger_settlements()},
        {"promotions.counters", sql::promotions_counters()},
        {"promotions.claims", sql::promotions_claims()},
        {"tenders.balances", sql::tenders_balances()},
        {"tenders.books", sql::tenders_books()},
        {"tenders.orders", sql::tenders_orders()},
        {"risk.reviews", sql::risk_reviews()},
        {"parcels.goods", sql::parcels_goods()},
        {"parcels.news", sql::parcels_news()},
        {"suppliers.best", sql::suppliers_best()},
        {"suppliers.stock", sql::suppliers_stock()},
        {"quality.exposure", sql::quality_exposure()},
        {"events.sequence", sql::events_sequence()},
        {"audit.chain", sql::audit_chain()},
        {"audit.waiting", sql::audit_waiting(), Severity::warning},
        {"jobs.parked", sql::jobs_parked(now - parked_for_long), Severity::warning},
    };
}

std::string_view part_of(const Rule& rule) { return rule.code.substr(0, rule.code.find('.')); }

std::vector<Rule> rules(Instant now, const Wish& wish) {
    auto rules = all_rules(now);
    if (wish.anchor) rules.push_back({"audit.anchor", sql::audit_anchor(wish.anchor->position, pg::Bytes{wish.anchor->hash})});
    if (!wish.part.empty()) std::erase_if(rules, [&](const auto& rule) { return part_of(rule) != wish.part; });
    return rules;
}

int nibble(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

void add_findings(Report& report, const std::string& store, const Rule& rule, const Offences& offences) {
    ++report.checks;
    for (const auto& offence : offences) report.findings.push_back({store, std::string(rule.code), rule.severity, offence.subject, offence.detail});
}

/// All rules of one store travel in one flush.
Task<void> verify_store(pg::Db& db, const stores::Store& store, Instant now, const Wish& wish, Report& report) {
    Ctx ctx{.now = now, .store = store.id, .role = Role::staff, .actor = "cli"};
    auto all = rules(now, wish);
    auto look = [&](pg::Tx& tx) -> Task<Result<std::vector<pg::Later<Offences>>>> {
        std::vector<pg::Later<Offences>> laters;
        for (const auto& rule : all) laters.push_back(tx.queue(rule.query));
        co_return laters;
    };
    pg::TxOptions options{.read_only = true};
    auto seen = co_await db.transaction(ctx, look, options);
    check(seen.has_value(), "looking refuses nothing");
    for (size_t i = 0; i < all.size(); ++i) add_findings(report, store.slug, all[i], *(*seen)[i]);
    ++report.stores;
}

}  // namespace

bool Report::is_clean() const {
    return std::ranges::none_of(findings, [](const auto& finding) { return finding.severity == Severity::wrong; });
}

std::optional<Anchor> Anchor::parse(std::string_view text) {
    auto colon = text.find(':');
    shape::Reader reader;
    Anchor anchor;
    if (colon == std::string_view::npos || !shape::Codec<std::int64_t>::from_text(reader, text.substr(0, colon), anchor.position) || anchor.position < 1) return {};
    auto hex = text.substr(colon + 1);
    if (hex.size() != 64 || !std::ranges::all_of(hex, [](char c) { return nibble(c) >= 0; })) return {};
    for (size_t i = 0; i < hex.size(); i += 2) anchor.hash += char(nibble(hex[i]) << 4 | nibble(hex[i + 1]));
    return anchor;
}

std::vector<std::string> parts() {
    std::vector<std::string> out;
    for (const auto& rule : all_rules({}))
        if (out.empty() || out.back() != part_of(rule)) out.emplace_back(part_of(rule));
    std::ranges::sort(out);
    out.erase(std::ranges::unique(out).begin(), out.end());
    return out;
}

Task<Report> verify(pg::Db& db, std::vector<std::shared_ptr<const stores::Store>> stores, Instant now, Wish wish) {
    Report report;
    for (const auto& store : stores) co_await verify_store(db, *store, now, wish, report);
    co_return report;
}

std::string table_of(const Report& report) {
    std::array<size_t, 3> widths{};
    for (const auto& finding : report.findings) {
        widths[0] = std::max(widths[0], finding.store.size());
        widths[1] = std::max(widths[1], finding.code.size());
        widths[2] = std::max(widths[2], finding.subject.size());
    }
    std::string out;
    for (const auto& finding : report.findings)
        out += fmt::format("{:7}  {:{}}  {:{}}  {:{}}  {}\n", shape_name(finding.severity), finding.store, widths[0], finding.code, widths[1], finding.subject, widths[2],
                           finding.detail);
    auto wrong = std::ranges::count(report.findings, Severity::wrong, &Finding::severity);
    auto warnings = std::ssize(report.findings) - wrong;
    return out + fmt::format("{} stores, {} checks: {} wrong, {} warnings\n", report.stores, report.checks, wrong, warnings);
}

}  // namespace vitrine::verify
