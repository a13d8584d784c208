#include <gtest/gtest.h>

#include <map>

#include "tests/database/text_query.h"
#include "tests/support/database.h"

// Every table is in the audit log, or says here why not: a new one makes this fail until somebody has thought of it.
namespace vitrine::test {
namespace {

const std::string log_itself = "the audit log", own_record = "only ever added to, with its actor: a record itself", shoppers = "written by shoppers, or for them by the system",
                  machinery = "no decision of anybody: derived, counted, queued or claimed", told = "what others told us, kept as they told it";

const std::map<std::string, std::string> not_audited{
    {"vitrine_migrations", machinery}, {"audit.entries", log_itself}, {"audit.links", log_itself}, {"audit.pending", log_itself}, {"audit.chains", log_itself},
    {"jobs.events", own_record}, {"jobs.listeners", machinery}, {"stores.rule_versions", machinery}, {"accounts.attempts", shoppers}, {"accounts.refresh_tokens", shoppers}, {"accounts.spent_challenges", machinery}, {"orders.paid_edit_goods", "parts of orders.paid_edits"},
    {"ledger.postings", own_record}, {"ledger.lines", own_record}, {"catalog.changes", machinery}, {"catalog.forgotten", machinery}, {"catalog.slug_history", machinery},
    {"catalog.moves", own_record}, {"catalog.requests", machinery}, {"catalog.popularity_counts", machinery}, {"prices.history", own_record}, {"taxes.history", own_record},
    {"promotions.claims", shoppers}, {"promotions.buyers", shoppers}, {"tenders.movements", own_record}, {"risk.rule_versions", own_record}, {"risk.assessments", machinery},
    {"risk.marks", machinery}, {"risk.decisions", own_record}, {"stock.movements", own_record}, {"stock.shelves", "sums of stock.movements"}, {"stock.allocations", machinery},
    {"stock.requests", machinery}, {"search.queries", shoppers}, {"imports.faults", machinery}, {"imports.parts", machinery}, {"shipping.history", own_record},
    {"shipping.courier_quotes", told}, {"carts.carts", shoppers}, {"carts.lines", shoppers}, {"carts.devices", shoppers}, {"carts.kept", shoppers}, {"carts.unfinished", machinery},
    {"carts.recoveries", machinery}, {"consent.answers", shoppers}, {"launch.signups", shoppers}, {"payments.provider_references", told}, {"payments.webhook_inbox", told}, {"payments.instructions", told}, {"payments.proofs", shoppers},
    {"payments.settlement_lines", told}, {"orders.timeline", own_record}, {"orders.idempotency", machinery}, {"orders.refund_items", "parts of orders.refunds"},
    {"orders.refund_parts", "parts of orders.refunds"}, {"orders.line_parts", "parts of orders.lines"}, {"orders.words", machinery}, {"orders.happenings", own_record},
    {"fulfilment.plans", machinery}, {"fulfilment.items", "parts of fulfilment.parcels"}, {"fulfilment.events", own_record}, {"fulfilment.messages", told}, {"returns.series", machinery},
    {"returns.events", own_record}, {"returns.requests", machinery}, {"documents.series", machinery}, {"notices.template_versions", own_record}, {"notices.preferences", shoppers},
    {"media.changes", own_record}, {"media.objects", machinery}, {"media.uploads", machinery}, {"media.parts", machinery}, {"media.fetches", told},
    {"quality.changes", own_record}, {"quality.verdicts", machinery}, {"quality.counts", machinery},
    {"spins.frames", machinery}, {"spins.published", machinery}, {"suppliers.changes", own_record}, {"suppliers.run_faults", machinery}, {"suppliers.run_diffs", machinery}, {"suppliers.offers", told},
    {"suppliers.submission_lines", "parts of suppliers.submissions"}, {"suppliers.submission_log", own_record},
    {"outgoing.endpoint_changes", own_record}, {"outgoing.attempts", machinery},
};

TEST(audited, is_every_table_or_there_is_a_reason) {
    TestDatabase database;
    pg::Session owner(database.owner());
    std::map<std::string, int> triggers;
    for (const auto& row : rows(owner, "select c.oid::regclass::text, (select count(*) from pg_trigger t where t.tgrelid = c.oid and t.tgfoid in ('audit.record'::regproc, 'audit.record_parked'::regproc)) "
                                       "from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'"))
        triggers[row[0]] = std::stoi(row[1]);
    EXPECT_GT(triggers.size(), 100u);
    for (const auto& [name, count] : triggers) {
        if (not_audited.contains(name)) EXPECT_EQ(count, 0) << name << " is audited now: take it off the list";
        else EXPECT_EQ(count, name == "jobs.jobs" ? 1 : 3) << name << ": call vitrine.audit(…), or say here why not";
    }
    for (const auto& [name, reason] : not_audited) EXPECT_TRUE(triggers.contains(name)) << name << " is no table any more";
}

TEST(audited, refuses_to_hide_a_column_that_is_not_there) {
    TestDatabase database;
    pg::Session owner(database.owner());
    EXPECT_NE(attempt(owner, "call vitrine.audit('audit.links', 'staff', '{secret}')").sqlstate, "");
    EXPECT_NE(attempt(owner, "call vitrine.audit('audit.links', 'nobody')").sqlstate, "") << "whose changes?";
}

}  // namespace
}  // namespace vitrine::test
