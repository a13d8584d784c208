// Numbers without gaps, one invoice an order, one credit note a refund, and papers that never change.
#include "modules/documents/issue.h"

#include <gtest/gtest.h>

#include <set>

#include "io/pg/session.h"
#include "modules/documents/paper.h"
#include "modules/documents/read.h"
#include "modules/documents/sql.h"
#include "modules/documents/year.h"
#include "tests/shop/preset_shop.h"

namespace vitrine::documents {
namespace {

using test::PresetShop;
using test::Shop;

const auto home = PresetShop::address("Ayesha Khan", "Lahore", "PK", "Punjab");

struct Paperwork {
    PresetShop preset{"stationery"};
    Shop& shop = preset.shop;

    orders::OrderView paid(std::int64_t quantity = 1) { return preset.paid(preset.cart({{"Notebook", 25'000, quantity}}, home)); }
    Result<DocumentView> issue(OrderId order) { return shop.run(issue_invoice(shop.app, preset.staff(), order)); }
    std::vector<DocumentView> papers(OrderId order) { return *shop.run(of_order(shop.app, preset.staff(), order, {})); }
    orders::GivenBack give_back(OrderId order, Money amount) {
        orders::NewOrderRefund in{.amount = amount, .to = orders::RefundTo::store_credit, .reason = *Text<1, 500>::parse("scratched")};
        auto given = shop.run(orders::give_back(shop.app, preset.staff(), order, "key " + std::to_string(++keys), in));
        if (!given) throw std::runtime_error(given.error().code);
        return *given;
    }
    /// An order that is paid at the door and under way.
    orders::OrderView at_the_door(std::int64_t quantity) {
        auto store = *shop.directory->by_id(shop.ctx.store);
        store.payment_methods = {"bank_transfer", "cash_on_delivery"};
        store.payment_settings = {{{"cash_on_delivery_most", "50000.00"}, {"cash_on_delivery_countries", "PK"}}};
        shop.run(stores::save_store(shop.floor.db, shop.floor.worker_db, store));
        shop.run(shop.directory->refresh(shop.floor.worker_db));
        auto attempt = shop.place(preset.cart({{"Notebook", 25'000, quantity}}, home), "", "cash_on_delivery");
        if (!attempt.result) throw std::runtime_error(attempt.refusal());
        shop.run_due_jobs();
        return attempt.order();
    }
    int keys = 0;
};

TEST(issue_invoice, numbers_rise_by_one_and_an_order_has_one) {
    Paperwork work;
    auto first = work.paid(), second = work.paid();
    auto invoice = work.issue(first.id);
    ASSERT_TRUE(invoice) << invoice.error().code;
    auto year = day_of(clock_now(), "Asia/Karachi", 7).year;
    EXPECT_EQ(invoice->number, "KQ/" + year + "/000001");
    EXPECT_EQ(invoice->total, first.total);
    EXPECT_EQ(work.issue(first.id)->id, invoice->id) << "a repeat gives the one there is";
    EXPECT_EQ(work.issue(second.id)->number, "KQ/" + year + "/000002");
    EXPECT_EQ(work.shop.count("select last from documents.series"), 2);
}

TEST(issue_invoice, refuses_an_order_that_nobody_has_paid) {
    Paperwork work;
    auto order = work.preset.placed(work.preset.cart({{"Notebook"}}, home));
    EXPECT_EQ(work.issue(order.id).error().code, "documents.too_early");
    EXPECT_EQ(work.issue(OrderId::next(clock_now())).error().code, "orders.not_found");
    EXPECT_EQ(work.shop.count("select count(*) from documents.series"), 0) << "a refusal takes no number";
}

// What is rolled back leaves no gap: the number is taken in the transaction that makes the document.
TEST(issue_invoice, leaves_no_gap_where_a_transaction_fails) {
    Paperwork work;
    auto lost = work.paid(), kept = work.paid();
    auto broken = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto issued = co_await issue_in(tx, work.shop.app, lost.id, true);
        EXPECT_TRUE(issued);
        co_await tx.flush();
        co_return refuse(refusals::broken);
    };
    EXPECT_FALSE(work.shop.run(work.shop.floor.db.transaction(work.preset.staff(), broken)));
    EXPECT_TRUE(work.issue(kept.id)->number.ends_with("/000001"));
    EXPECT_TRUE(work.papers(lost.id).empty());
}

TEST(issue_invoice, many_at_once_have_numbers_without_gap_or_repeat) {
    Paperwork work;
    constexpr int count = 12;
    std::vector<Task<Result<DocumentView>>> tasks;
    std::vector<OrderId> orders;
    for (int i = 0; i < count; ++i) orders.push_back(work.paid().id);
    for (auto order : orders)
        for (int twice = 0; twice < 2; ++twice) tasks.push_back(issue_invoice(work.shop.app, work.preset.staff(), order));
    std::set<std::string> numbers;
    for (const auto& invoice : work.shop.run(test::all_of(std::move(tasks)))) numbers.insert(invoice->number);
    EXPECT_EQ(numbers.size(), size_t(count));
    EXPECT_EQ(work.shop.count("select max(position) from documents.documents"), count);
    EXPECT_EQ(work.shop.count("select count(*) from documents.documents"), count);
}

TEST(issue_invoice, happens_by_itself_when_goods_leave) {
    Paperwork work;
    auto order = work.paid();
    EXPECT_TRUE(work.papers(order.id).empty()) << "until then it may be edited";
    for (auto verb : {"process", "pack"}) work.preset.move(order.id, verb);
    EXPECT_TRUE(work.papers(order.id).empty());
    work.preset.move(order.id, "ship");
    ASSERT_EQ(work.papers(order.id).size(), 1u);
    EXPECT_EQ(work.papers(order.id)[0].kind, Kind::invoice);
}

TEST(issue_invoice, happens_with_the_money_where_the_store_says_so) {
    Paperwork work;
    auto stored = *work.shop.run(read_settings(work.shop.app, work.preset.staff()));
    auto settings = stored.settings;
    settings.issue_on = IssueOn::paid;
    EXPECT_EQ(work.shop.run(set_settings(work.shop.app, work.preset.staff(), stored.version + 1, settings)).error().code, "request.stale_version");
    ASSERT_TRUE(work.shop.run(set_settings(work.shop.app, work.preset.staff(), stored.version, settings)));
    EXPECT_EQ(work.papers(work.paid().id).size(), 1u);
}

TEST(credit_note, follows_each_refund_of_an_invoiced_order_once) {
    Paperwork work;
    auto order = work.paid(4);
    work.give_back(order.id, Shop::rupees(100));
    work.shop.run_due_jobs();
    EXPECT_TRUE(work.papers(order.id).empty()) << "what was never invoiced is not credited";
    ASSERT_TRUE(work.issue(order.id));
    ASSERT_EQ(work.papers(order.id).size(), 2u) << "the refund before it comes with it";
    work.give_back(order.id, Shop::rupees(50));
    work.shop.run_due_jobs();
    auto papers = work.papers(order.id);
    ASSERT_EQ(papers.size(), 3u);
    EXPECT_EQ(papers[1].total, Shop::rupees(100));
    EXPECT_EQ(papers[2].total, Shop::rupees(50));
    EXPECT_TRUE(papers[1].number.starts_with("KQC/"));
    EXPECT_TRUE(papers[2].number.ends_with("/000002")) << "a series of their own";
    EXPECT_EQ(work.shop.run(issue_credit_notes(work.shop.app, work.preset.staff(), order.id)), 0);
}

TEST(documents, cannot_be_changed_by_the_program) {
    Paperwork work;
    ASSERT_TRUE(work.issue(work.paid().id));
    for (const auto* right : {"update", "delete", "truncate"})
        EXPECT_EQ(work.shop.count("select has_table_privilege('vitrine_app', 'documents.documents', '" + std::string(right) + "')::int::bigint"), 0) << right;
}

// Papers are kept: a store that moves house does not change what it wrote before.
TEST(documents, say_what_they_said_when_the_store_has_changed_its_name) {
    Paperwork work;
    auto order = work.paid();
    auto invoice = *work.issue(order.id);
    auto before = work.shop.run(print(work.shop.app, work.preset.staff(), invoice.id));
    auto settings = work.shop.run(read_settings(work.shop.app, work.preset.staff()))->settings;
    settings.legal_name = *Text<1, 160>::parse("Another name");
    ASSERT_TRUE(work.shop.run(set_settings(work.shop.app, work.preset.staff(), {}, settings)));
    auto after = work.shop.run(print(work.shop.app, work.preset.staff(), invoice.id));
    EXPECT_EQ(test::text_of_pdf(before->bytes), test::text_of_pdf(after->bytes));
}

TEST(documents, are_for_staff_and_for_whoever_holds_the_token_of_their_order) {
    Paperwork work;
    auto attempt = work.shop.place(work.preset.cart({{"Notebook"}}, home));
    auto token = *attempt.order().token;
    auto order = attempt.order();
    ASSERT_TRUE(work.shop.run(payments::mark_paid(work.shop.app, work.preset.staff(), order.payment, order.payable, "statement")));
    work.shop.run_due_jobs();
    auto invoice = *work.issue(order.id), other = *work.issue(work.paid().id);
    auto guest = work.shop.ctx;
    guest.role = Role::guest;
    EXPECT_TRUE(work.shop.run(print_for_owner(work.shop.app, guest, order.id, invoice.id, token))->bytes.starts_with("%PDF"));
    EXPECT_EQ(work.shop.run(print_for_owner(work.shop.app, guest, order.id, invoice.id, "guessed")).error().code, "orders.not_found");
    EXPECT_EQ(work.shop.run(print_for_owner(work.shop.app, guest, order.id, other.id, token)).error().code, "documents.not_found");
    EXPECT_EQ(work.shop.run(of_order(work.shop.app, guest, order.id, "")).error().code, "orders.not_found");
}

TEST(credit_note, takes_back_the_invoice_of_an_order_that_is_cancelled) {
    Paperwork work;
    auto order = work.at_the_door(3), bare = work.at_the_door(1);
    auto invoice = work.issue(order.id);
    ASSERT_TRUE(invoice) << invoice.error().code;
    for (auto id : {order.id, bare.id}) work.preset.call_off(id);
    auto papers = work.papers(order.id);
    ASSERT_EQ(papers.size(), 2u);
    EXPECT_EQ(papers[1].kind, Kind::credit_note);
    EXPECT_EQ(papers[1].total, invoice->total);
    EXPECT_EQ(papers[1].tax, invoice->tax);
    EXPECT_EQ(papers[1].refund, order.id.text());
    EXPECT_NE(test::text_of_pdf(work.shop.run(print(work.shop.app, work.preset.staff(), papers[1].id))->bytes).find("Invoice " + invoice->number), std::string::npos);
    EXPECT_EQ(work.shop.run(issue_credit_notes(work.shop.app, work.preset.staff(), order.id)), 0) << "once";
    EXPECT_TRUE(work.papers(bare.id).empty()) << "what was never invoiced is not credited";
}

TEST(credit_note, over_the_rest_ends_an_invoice_at_nothing) {
    Paperwork work;
    auto order = work.paid(3);
    auto store = work.shop.directory->by_id(work.shop.ctx.store);
    auto settings = work.shop.run(read_settings(work.shop.app, work.preset.staff()))->settings;
    PaperSource source{order, settings, *store, {}, "KQC/26-27/000002", day_of(clock_now(), "Asia/Karachi", 7)};
    auto invoice = invoice_of(source);
    auto part = invoice;   // one of three notebooks, and ten rupees of goodwill
    part.lines.resize(1);
    auto& line = part.lines[0];
    line.quantity = 1;
    line.net.minor = line.net.minor / 3, line.tax.minor = line.tax.minor / 3, line.gross = line.net + line.tax;
    for (auto& tax : line.taxes) tax.amount.minor /= 3;
    part.rounding = {0, order.total.currency};
    part.allowance = Shop::rupees(10);
    part.total = line.gross + part.allowance;
    auto rest = credit_of_rest(source, invoice, {part}, "KQ/26-27/000001 of today", "The order was cancelled");
    EXPECT_EQ(rest.total + part.total, invoice.total);
    EXPECT_EQ(rest.net + line.net, invoice.net);
    EXPECT_EQ(rest.tax + line.tax, invoice.tax);
    EXPECT_EQ(rest.lines[0].quantity, 2);
    EXPECT_EQ(rest.allowance, -Shop::rupees(10));
    for (size_t i = 0; i < rest.lines[0].taxes.size(); ++i) EXPECT_EQ(rest.lines[0].taxes[i].amount + line.taxes[i].amount, invoice.lines[0].taxes[i].amount);
}

// Two kinds that used one prefix in one year would come to the same number, and then no document could be made any more.
TEST(document_settings, refuse_a_prefix_that_the_other_kind_has_used_this_year) {
    Paperwork work;
    auto order = work.paid(4);
    ASSERT_TRUE(work.issue(order.id));
    work.give_back(order.id, Shop::rupees(50));
    work.shop.run_due_jobs();
    ASSERT_EQ(work.papers(order.id).size(), 2u);
    auto before = work.shop.run(read_settings(work.shop.app, work.preset.staff()))->settings;
    auto set = [&](const std::string& invoices, const std::string& credit_notes) {
        auto settings = before;
        settings.invoice_prefix = *NumberPrefix::parse(invoices), settings.credit_note_prefix = *NumberPrefix::parse(credit_notes);
        auto done = work.shop.run(set_settings(work.shop.app, work.preset.staff(), {}, settings));
        std::string pointers = done ? "set" : "";
        if (!done)
            for (const auto& fault : done.error().errors) pointers += fault.pointer + " " + fault.code + ";";
        return pointers;
    };
    EXPECT_EQ(set("KQC", "KQ"), "/invoice_prefix used;/credit_note_prefix used;");
    EXPECT_EQ(set("KQC", "NEW"), "/invoice_prefix used;");
    EXPECT_EQ(set("A", "B"), "set");
    EXPECT_EQ(set("KQ", "KQC"), "set") << "each kind may come back to its own";
    EXPECT_TRUE(work.issue(work.paid().id));
}

TEST(document_list, finds_one_kind_by_an_index_of_its_own) {
    Paperwork work;
    auto order = work.paid(4);
    ASSERT_TRUE(work.issue(order.id));
    work.give_back(order.id, Shop::rupees(50));
    work.shop.run_due_jobs();
    auto listed = [&](std::optional<Kind> kind) { return work.shop.run(list_documents(work.shop.app, work.preset.staff(), {.kind = kind}))->items; };
    EXPECT_EQ(listed({}).size(), 2u);
    ASSERT_EQ(listed(Kind::credit_note).size(), 1u);
    EXPECT_EQ(listed(Kind::credit_note)[0].kind, Kind::credit_note);
    auto store = uuid_text(work.shop.ctx.store.value);
    work.shop.database.run("set session_replication_role = replica; insert into documents.documents (store_id, id, kind, year, position, number, order_id, currency, total, tax, day, paper, issued_at) "
                           "select '" + store + "', gen_random_uuid(), 'invoice', '20-21', n, 'X/20-21/' || n, gen_random_uuid(), 'PKR', 1, 0, '2020-07-01', '{}', now() - n * interval '1 second' from generate_series(1, 20000) n; "
                           "analyze documents.documents");
    pg::Session session(work.shop.database.runtime(), "vitrine_app");
    session.run("select set_config('vitrine.store', '" + store + "', false), set_config('plan_cache_mode', 'force_generic_plan', false)");
    const auto& statement = *sql::find_document_page_of_kind(Kind::credit_note, clock_now(), DocumentId{}, 51).statement;
    pg::ResultHandle prepared(PQprepare(session.handle(), "page", std::string(statement.sql).c_str(), int(statement.parameter_types.size()), statement.parameter_types.data()));
    ASSERT_EQ(PQresultStatus(prepared.get()), PGRES_COMMAND_OK);
    pg::ResultHandle plan(PQexec(session.handle(), "explain execute page('credit_note', now(), '00000000-0000-0000-0000-000000000000', 51)"));
    std::string text;
    for (int i = 0; i < PQntuples(plan.get()); ++i) text += std::string(PQgetvalue(plan.get(), i, 0)) + "\n";
    EXPECT_NE(text.find("documents_by_kind"), std::string::npos) << text;
}

}  // namespace
}  // namespace vitrine::documents
