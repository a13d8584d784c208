#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/database/tables.h"
#include "tests/support/database.h"

// No table is forgotten when a person is. Generated from the catalog of tables: whoever adds one says what it holds of customers.
namespace vitrine::test {
namespace {

/// Tables that hold nothing of a customer, and why.
const std::map<std::string, std::string> of_nobody{
    {"vitrine_migrations", "files"},
    {"audit.chains", "hashes"}, {"audit.entries", "ids and values: what tells of a person is not kept"}, {"audit.links", "hashes"}, {"audit.pending", "ids of entries"},
    {"accounts.spent_challenges", "random numbers of the last minutes"},
    {"accounts.refresh_tokens", "ids of tokens, which belong to sessions"}, {"accounts.roles", "of staff"}, {"accounts.signing_keys", "of the store"},
    {"consent.settings", "of the store"}, {"flags.settings", "of the store"}, {"launch.gates", "of the store"}, {"launch.previews", "of staff"}, {"carts.lines", "articles; they go with their cart, or stay with one that is nobody's"}, {"carts.recoveries", "hashes of links; as carts.lines"}, {"carts.settings", "of the store"}, {"carts.unfinished", "ids of carts"},
    {"documents.series", "numbers"}, {"documents.settings", "of the store"},
    {"fulfilment.items", "articles"}, {"fulfilment.plans", "ids and numbers of orders"},
    {"jobs.listeners", "kinds of jobs"},
    {"ledger.lines", "amounts"}, {"ledger.postings", "ids"},
    {"notices.settings", "of the store"}, {"notices.template_versions", "of the store"}, {"notices.templates", "of the store"},
    {"orders.line_parts", "articles"}, {"orders.lines", "articles and amounts: the store's books"}, {"orders.paid_edit_goods", "articles"}, {"orders.refund_items", "articles and amounts"}, {"orders.refund_parts", "amounts"},
    {"outgoing.endpoint_changes", "of staff"}, {"outgoing.endpoints", "of other programs"},
    {"payments.provider_references", "gateways' ids of payments"}, {"payments.settlement_files", "of gateways"}, {"payments.settlement_lines", "gateways' ids and amounts"},
    {"privacy.settings", "of the store"},
    {"promotions.batches", "of the store"}, {"promotions.coupons", "of the store"}, {"promotions.limits", "counts"}, {"promotions.promotions", "of the store"}, {"promotions.settings", "of the store"},
    {"returns.policies", "of the store"}, {"returns.series", "numbers"},
    {"risk.rule_versions", "of staff"}, {"risk.rules", "of the store"}, {"risk.settings", "of the store"},
    {"search.settings", "of the store"},
};
/// Schemas that hold nothing of customers.
const std::set<std::string> without_people{"catalog", "imports", "media", "prices", "quality", "shipping", "spins", "stock", "stores", "suppliers", "taxes"};

TEST(personal_data, every_table_is_forgotten_or_holds_nothing_of_customers) {
    TestDatabase database;
    pg::Session owner(database.owner());
    std::string functions;
    for (auto& row : rows(owner, "select pg_get_functiondef(p.oid) from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.proname in "
                                 "('personal_refs', 'personal_words', 'personal_data', 'erase_personal', 'messages_of', 'seal_papers') and n.nspname not like 'pg\\_%'"))
        functions += row[0];
    ASSERT_GT(functions.size(), 10'000u);
    int handled = 0;
    for (const auto& table : all_tables(owner)) {
        if (without_people.contains(table.name.substr(0, table.name.find('.')))) continue;
        bool is_handled = functions.find(table.name + " ") != std::string::npos || functions.find(table.name + "\n") != std::string::npos;
        handled += is_handled;
        EXPECT_TRUE(is_handled || of_nobody.contains(table.name)) << table.name << ": say in its schema's personal functions how a person is taken out of it, or here why it holds none";
    }
    EXPECT_GE(handled, 30);
    for (const auto& [name, why] : of_nobody) EXPECT_FALSE(why.empty()) << name;
}

TEST(personal_data, a_table_that_nobody_thought_of_would_be_found) {
    TestDatabase database;
    pg::Session owner(database.owner());
    owner.run("create table orders.forgotten (store_id uuid primary key, email text)");
    auto found = all_tables(owner);
    EXPECT_TRUE(std::ranges::any_of(found, [](const Table& table) { return table.name == "orders.forgotten" && !of_nobody.contains(table.name); }));
}

}  // namespace
}  // namespace vitrine::test
