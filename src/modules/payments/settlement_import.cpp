#include <map>
#include <set>

#include "core/check.h"
#include "io/crypto/digest.h"
#include "modules/payments/settlement.h"
#include "modules/payments/sql.h"

namespace vitrine::payments {
namespace {

std::vector<ledger::Posting> postings_of(const std::string& gateway, const std::vector<SettlementLine>& lines, std::set<std::string> fresh) {
    std::vector<ledger::Posting> out;
    auto clearing = "clearing:" + gateway;
    for (const auto& line : lines) {
        if (fresh.erase(line.line_id) == 0) continue;  // known before, or twice in this file
        Money cost{line.cost, line.currency}, paid_out{line.paid_out, line.currency};
        auto reference = gateway + ":" + line.line_id;
        if (!cost.is_zero()) out.push_back({"settlement.fee", reference, {{"fees:" + gateway, cost}, {clearing, -cost}}});
        if (!paid_out.is_zero()) out.push_back({"settlement.payout", reference, {{"bank", paid_out}, {clearing, -paid_out}}});
    }
    return out;
}

/// The lines nobody had before.
Task<std::set<std::string>> add_lines(pg::Tx& tx, const std::string& gateway, SettlementId file, const std::vector<SettlementLine>& lines) {
    std::vector<std::string> ids, types, references, sources;
    std::vector<SettlementKind> kinds;
    std::vector<Currency> currencies;
    std::vector<std::int64_t> gross, net, cost, paid_out;
    std::vector<std::optional<std::int64_t>> fees;
    std::vector<Instant> times;
    for (const auto& line : lines) {
        ids.push_back(line.line_id);
        kinds.push_back(line.kind);
        types.push_back(line.type);
        references.push_back(line.reference);
        sources.push_back(line.source);
        currencies.push_back(line.currency);
        gross.push_back(line.gross);
        fees.push_back(line.fee);
        net.push_back(line.net);
        cost.push_back(line.cost);
        paid_out.push_back(line.paid_out);
        times.push_back(line.occurred_at);
    }
    auto fresh = co_await tx.ask(sql::add_settlement_lines(gateway, file, ids, kinds, types, references, sources, currencies, gross, fees, net, cost, paid_out, times));
    co_return std::set<std::string>(fresh.begin(), fresh.end());
}

/// What has gone to the bank since its line was imported: lines are never changed, so it is a line of its own, once.
Task<std::vector<SettlementLine>> settled_since(pg::Tx& tx, const std::string& gateway, const std::vector<SettlementLine>& lines) {
    std::map<std::string, const SettlementLine*> paid_out;
    for (const auto& line : lines)
        if (line.paid_out != 0 && line.kind != SettlementKind::payout) paid_out[line.line_id] = &line;
    std::vector<std::string> ids;
    for (const auto& [id, line] : paid_out) ids.push_back(id);
    std::vector<SettlementLine> out;
    if (ids.empty()) co_return out;
    for (const auto& id : co_await tx.ask(sql::unsettled_lines(gateway, ids))) {
        auto line = *paid_out.at(id);
        line.line_id += ":settled";
        line.kind = SettlementKind::payout;
        line.gross = line.net = -line.paid_out;
        line.fee = line.cost = 0;
        out.push_back(std::move(line));
    }
    co_return out;
}

}  // namespace

Task<Result<ImportedSettlement>> import_settlement(pg::Db& db, Ctx ctx, NewSettlement in) {
    auto lines = read_settlement(in.gateway, in.csv);
    if (!lines) co_return refuse(std::move(lines.error()));
    pg::Bytes sum{crypto::bytes_of(crypto::sha256(in.csv))};
    auto body = [&](pg::Tx& tx) -> Task<Result<ImportedSettlement>> {
        auto known = co_await tx.ask(sql::settlement_file_of(in.gateway, sum));
        if (known) co_return ImportedSettlement{std::move(*known), true};
        auto id = SettlementId::next(tx.ctx().now);
        auto fresh = co_await add_lines(tx, in.gateway, id, *lines);
        tx.send(sql::add_settlement_file(id, in.gateway, in.name, sum, std::int64_t(lines->size()), std::int64_t(fresh.size()), tx.ctx().now));
        auto postings = postings_of(in.gateway, *lines, fresh);
        if (auto since = co_await settled_since(tx, in.gateway, *lines); !since.empty()) {
            auto added = co_await add_lines(tx, in.gateway, id, since);
            for (auto& posting : postings_of(in.gateway, since, std::move(added))) postings.push_back(std::move(posting));
        }
        if (!postings.empty()) ledger::post(tx, postings);
        co_return ImportedSettlement{{id, in.gateway, in.name, std::int64_t(lines->size()), std::int64_t(fresh.size()), tx.ctx().actor, tx.ctx().now}, false};
    };
    bool is_raced = false;
    try {
        co_return co_await db.transaction(ctx, body);
    } catch (const pg::Error& error) {
        if (error.constraint != "one_import_a_file") throw;  // the same file at the same moment
        is_raced = true;
    }
    check(is_raced, "only the race comes here");
    co_return co_await db.transaction(ctx, body);
}

Task<Result<SettlementReport>> settlement_report(pg::Db& db, Ctx ctx, std::string gateway, std::optional<Instant> from, std::optional<Instant> to) {
    auto body = [&](pg::Tx& tx) -> Task<Result<SettlementReport>> {
        auto span = co_await tx.ask(sql::settlement_span(gateway));
        SettlementReport report{.gateway = gateway, .from = from.value_or(span.first.value_or(ctx.now)), .to = to.value_or(span.last.value_or(ctx.now) + Duration(1))};
        ToMatch all{.lines = co_await tx.ask(sql::settlement_lines(gateway, report.from, report.to)), .from = report.from, .to = report.to};
        std::vector<std::string> references, sources;
        std::map<Currency, SettlementTotal> totals;
        for (const auto& line : all.lines) {
            references.push_back(line.reference);
            sources.push_back(line.source);
            Money zero{0, line.currency};
            auto& total = totals.try_emplace(line.currency, SettlementTotal{line.currency, zero, zero, zero}).first->second;
            if (line.kind != SettlementKind::payout) total.gross.minor += line.gross;
            total.fees.minor += line.cost;
            total.paid_out.minor += line.paid_out;
        }
        std::tie(all.receipts, all.refunds) =
            co_await tx.ask(sql::receipts_to_settle(gateway, references, report.from, report.to), sql::refunds_to_settle(gateway, sources, report.from, report.to));
        all.disputes = co_await ledger::movements(tx, "clearing:" + gateway, "dispute.");
        report.lines = std::int64_t(all.lines.size());
        for (auto& [currency, total] : totals) report.totals.push_back(std::move(total));
        report.differences = match(all);
        co_return report;
    };
    co_return co_await db.transaction(ctx, body, {.read_only = true});
}

}  // namespace vitrine::payments
