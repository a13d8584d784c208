// A paid order is edited after its invoice: what was taken back gets a credit note, what was added another invoice, and together they say what the order comes to.
#include "modules/documents/issue.h"

#include "tests/shop/editor.h"

namespace vitrine::documents {
namespace {

using test::Editor, test::Shop;

std::vector<DocumentView> papers(Editor& desk, OrderId order) { return desk.shop.run(of_order(desk.shop.app, desk.staff(), order, {})).value(); }
std::int64_t sum(const std::vector<DocumentView>& all) {
    std::int64_t out = 0;
    for (const auto& paper : all) out += paper.kind == Kind::invoice ? paper.total.minor : -paper.total.minor;
    return out;
}

TEST(papers_of_an_edit, are_a_credit_note_and_another_invoice) {
    Editor desk;
    auto order = desk.paid();
    ASSERT_TRUE(desk.shop.run(issue_invoice(desk.shop.app, desk.staff(), order.id)));
    auto edit = desk.edited(order.id, {{desk.pen, {1}}, {desk.ink, {1}}});
    EXPECT_EQ(papers(desk, order.id).size(), 1u) << "nothing has changed yet";
    desk.pay_difference(edit);
    auto all = papers(desk, order.id);
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[0].total, Shop::rupees(700));
    EXPECT_EQ(all[1].kind, Kind::invoice);
    EXPECT_EQ(all[1].total, Shop::rupees(400));
    EXPECT_EQ(all[2].kind, Kind::credit_note);
    EXPECT_EQ(all[2].total, Shop::rupees(250));
    EXPECT_EQ(sum(all), desk.held());
    ASSERT_TRUE(desk.shop.run(issue_invoice(desk.shop.app, desk.staff(), order.id)));
    EXPECT_EQ(papers(desk, order.id).size(), 3u) << "a repeat gives those there are";
    desk.expect_sound();
}

TEST(papers_of_an_edit, that_came_before_the_invoice_stand_on_it) {
    Editor desk;
    auto order = desk.paid();
    desk.pay_difference(desk.edited(order.id, {{desk.pen, {2}}, {desk.ink, {1}}}));
    auto invoice = desk.shop.run(issue_invoice(desk.shop.app, desk.staff(), order.id));
    ASSERT_TRUE(invoice) << invoice.error().code;
    EXPECT_EQ(invoice->total, Shop::rupees(1'100));
    EXPECT_EQ(papers(desk, order.id).size(), 1u);
    desk.pay_difference(desk.edited(order.id, {{desk.pen, {2}}, {desk.ink, {2}}}));
    EXPECT_EQ(papers(desk, order.id).size(), 2u) << "the neighbour: what came after has its own";
}

}  // namespace
}  // namespace vitrine::documents
