// Papers are drawn, read back, and held against the books.
#include <regex>

#include <gtest/gtest.h>

#include "modules/documents/figures.h"
#include "modules/documents/issue.h"
#include "modules/documents/paper.h"
#include "tests/shop/preset_shop.h"

namespace vitrine::documents {
namespace {

using test::PresetShop;

/// The amount at the end of the first line that holds these words.
std::string amount_after(const std::string& text, const std::string& words) {
    auto at = text.find(words);
    if (at == std::string::npos) return "no such line";
    auto line = text.substr(at, text.find('\n', at) - at);
    auto last = line.find_last_not_of(" \r\f");
    line.resize(last + 1);
    return line.substr(line.find_last_of(' ') + 1);
}

size_t count(const std::string& text, std::string_view what) {
    size_t found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
    return found;
}

struct Printed {
    Print print;
    std::string text;
};
Printed invoice(PresetShop& preset, OrderId order, const std::string& name) {
    auto issued = preset.shop.run(issue_invoice(preset.shop.app, preset.staff(), order));
    if (!issued) throw std::runtime_error(issued.error().code);
    auto drawn = *preset.shop.run(print(preset.shop.app, preset.staff(), issued->id));
    test::keep_print(name, drawn.bytes);
    auto text = test::text_of_pdf(drawn.bytes);
    return {std::move(drawn), std::move(text)};
}

Money booked(PresetShop& preset, const std::string& account, const std::string& kind, const std::string& reference) {
    auto currency = preset.shop.directory->by_id(preset.shop.ctx.store)->currency;
    return {preset.shop.count("select coalesce(sum(l.minor), 0)::bigint from ledger.lines l join ledger.postings p on p.store_id = l.store_id and p.id = l.posting where l.account = '" + account +
                              "' and p.kind = '" + kind + "' and p.reference = '" + reference + "'"),
            currency};
}

void expect_has(const std::string& text, std::initializer_list<std::string_view> all) {
    for (auto what : all) EXPECT_NE(text.find(what), std::string::npos) << what << " in\n" << text;
}

// Requirement B8, CGST Rule 46: within the state CGST and SGST, headings, place of supply with its code, words.
TEST(gst_invoice, within_the_state_splits_the_tax_and_equals_the_books) {
    PresetShop ghee("ghee");
    auto buyer = PresetShop::address("राधिका शर्मा", "Jaipur", "IN", "Rajasthan", "क्षत्रिय मोहल्ला, मकान नंबर 12");
    buyer.postal_code = Text<1, 16>::parse("302001");
    buyer.phone = Phone::parse("+919812345678");
    auto order = ghee.paid(ghee.cart({{"Gir cow ghee, 1 l", 189'900, 2}, {"गाय का घी, 500 मि.ली.", 94'900, 1}}, buyer));
    auto paper = invoice(ghee, order.id, "ghee-invoice");
    expect_has(paper.text, {"Tax invoice", "Gokul & Daughters Dairy LLP", "GSTIN 08AAACV1234B2ZW", "Place of supply", "Rajasthan (08)", "Reverse charge", "CGST", "SGST", "0405", "IN WORDS", "Rupees", "Page 1 of 1"});
    EXPECT_EQ(paper.text.find("IGST"), std::string::npos);
    EXPECT_EQ(amount_after(paper.text, "Total (INR)"), figures(order.total));
    EXPECT_EQ(booked(ghee, "receivable", "order.placed", order.id.text()), order.total);
    Money tax{0, order.total.currency};
    for (const auto& sum : order.breakdown.taxes) {
        tax += sum.amount;
        EXPECT_EQ(amount_after(paper.text, sum.name + " " + percent(sum.ppm) + " on"), figures(sum.amount));
    }
    EXPECT_EQ(-booked(ghee, "tax", "order.placed", order.id.text()), tax);
    expect_has(test::fonts_of_pdf(paper.print.bytes), {"NotoSansDevanagari"});
}

TEST(gst_invoice, to_another_state_carries_one_tax_and_the_buyers_number) {
    PresetShop diamonds("diamonds");
    auto store = *diamonds.shop.directory->by_id(diamonds.shop.ctx.store);
    auto buyer = PresetShop::address("Aaradhya Venkataraman-Subramaniam and Daughters Jewellers (Wholesale and Export Division)", "Bengaluru", "IN", "Karnataka",
                                     "Shop numbers 14 to 19, Second Floor, Commercial Street Arcade, opposite the old post office, near the clock tower, Shivajinagar");
    buyer.line2 = Text<1, 160>::parse("Behind the municipal library and beside the water tank, entrance from the lane, ring twice");
    buyer.postal_code = Text<1, 16>::parse("560001");
    buyer.tax_number = Text<1, 20>::parse("29AAAAA0000A1ZY");
    if (!taxes::is_gstin(buyer.tax_number->str())) buyer.tax_number.reset();
    auto order = diamonds.paid(diamonds.cart({{"Round brilliant, 1.02 ct, F, VS1, IGI certified", 512'300, 1}, {"Oval pair, 2 × 0.71 ct", 748'000, 2}}, buyer));
    auto paper = invoice(diamonds, order.id, "diamonds-invoice");
    expect_has(paper.text, {"Tax invoice", "IGST", "Karnataka (29)", "7102", "US Dollars", "Meridian Diamond House Private Limited"});
    EXPECT_EQ(paper.text.find("CGST"), std::string::npos);
    EXPECT_EQ(amount_after(paper.text, "Total (USD)"), figures(order.total));
    (void)store;
}

TEST(sales_tax_invoice, of_pakistan_shows_the_numbers_and_an_urdu_name) {
    PresetShop stationery("stationery");
    auto buyer = PresetShop::address("عائشہ خان", "لاہور", "PK", "Punjab", "مکان نمبر ۱۲، گلی ۵، گلبرگ");
    buyer.phone = Phone::parse("03001234567");
    auto bill_to = PresetShop::address("Khan Traders", "Karachi", "PK", "Sindh", "Plot 9, Korangi Industrial Area");
    auto order = stationery.paid(stationery.cart({{"Spiral notebook, ruled, 200 pages", 25'000, 3}, {"اردو خوشخطی کاپی", 18'000, 2}}, buyer, bill_to));
    auto paper = invoice(stationery, order.id, "stationery-invoice");
    expect_has(paper.text, {"Sales tax invoice", "NTN 1234567-8", "STRN 0300123456713", "BILLED TO", "DELIVERED TO", "Khan Traders", "Rupees"});
    EXPECT_EQ(amount_after(paper.text, "Total (PKR)"), figures(order.total));
    EXPECT_EQ(-booked(stationery, "tax", "order.placed", order.id.text()), order.tax);
    expect_has(test::fonts_of_pdf(paper.print.bytes), {"NotoNaskhArabic"});
}

TEST(plain_invoice, of_a_shop_in_dollars_is_an_invoice_and_no_more) {
    PresetShop jewellery("jewellery");
    auto buyer = PresetShop::address("Jordan Ellis", "Brooklyn", "US", "New York", "310 Bedford Avenue, Apartment 4");
    buyer.postal_code = Text<1, 16>::parse("11249");
    auto order = jewellery.paid(jewellery.cart({{"Signet ring, 14 ct gold", 129'500, 1}, {"Fine chain, 45 cm", 38'000, 2}}, buyer));
    auto paper = invoice(jewellery, order.id, "jewellery-invoice");
    expect_has(paper.text, {"Invoice", "Atelier Ilara Inc.", "US Dollars"});
    for (auto no : {"HSN", "GSTIN", "Reverse charge", "Tax invoice"}) EXPECT_EQ(paper.text.find(no), std::string::npos) << no;
    EXPECT_EQ(amount_after(paper.text, "Total (USD)"), figures(order.total));
}

TEST(credit_note, says_what_it_takes_back_and_equals_the_books) {
    PresetShop ghee("ghee");
    auto order = ghee.paid(ghee.cart({{"Gir cow ghee, 1 l", 189'900, 3}}, PresetShop::address("Radhika Sharma", "Jaipur", "IN", "Rajasthan")));
    auto issued = *ghee.shop.run(issue_invoice(ghee.shop.app, ghee.staff(), order.id));
    orders::NewOrderRefund in{.lines = std::vector<orders::RefundLine>{{{1}, {2}}}, .to = orders::RefundTo::store_credit, .reason = *Text<1, 500>::parse("two jars arrived broken")};
    auto given = ghee.shop.run(orders::give_back(ghee.shop.app, ghee.staff(), order.id, "key", in));
    ASSERT_TRUE(given) << given.error().code;
    ghee.shop.run_due_jobs();
    auto papers = *ghee.shop.run(of_order(ghee.shop.app, ghee.staff(), order.id, {}));
    ASSERT_EQ(papers.size(), 2u);
    auto drawn = *ghee.shop.run(print(ghee.shop.app, ghee.staff(), papers[1].id));
    test::keep_print("ghee-credit-note", drawn.bytes);
    auto text = test::text_of_pdf(drawn.bytes);
    expect_has(text, {"Credit note", "Invoice " + issued.number, "two jars arrived broken", "CGST", "GDC/"});
    EXPECT_EQ(amount_after(text, "Credited (INR)"), figures(given->refund.amount));
    EXPECT_EQ(booked(ghee, "tax", "order.refunded", given->refund.id.text()), papers[1].tax);
    EXPECT_EQ(-booked(ghee, "refunds", "order.refunded", given->refund.id.text()), papers[1].total);
}

/// The order with its first line so many times over, adding up as orders do.
orders::OrderView of_lines(orders::OrderView order, std::int64_t count) {
    auto line = order.lines.front();
    order.lines.clear();
    order.total = order.breakdown.shipping.gross + order.rounding;
    order.tax = order.breakdown.shipping.tax;
    for (std::int64_t i = 1; i <= count; ++i) {
        line.position = i;
        line.sku = "SKU-" + std::to_string(i);
        order.lines.push_back(line);
        order.total += line.gross;
        order.tax += line.tax;
    }
    return order;
}

TEST(long_invoice, of_three_hundred_lines_repeats_its_header_and_carries_its_sums) {
    PresetShop ghee("ghee");
    auto order = of_lines(ghee.placed(ghee.cart({{"Gir cow ghee from the monsoon batch, glass jar, 1 l", 189'900, 2}}, PresetShop::address("Radhika Sharma", "Jaipur", "IN", "Rajasthan"))), 300);
    auto settings = ghee.shop.run(read_settings(ghee.shop.app, ghee.staff()))->settings;
    auto store = ghee.shop.directory->by_id(ghee.shop.ctx.store);
    auto paper = invoice_of({order, settings, *store, {}, "GD/26-27/000300", day_of(clock_now(), store->time_zone, 4)});
    auto bytes = draw(paper);
    test::keep_print("ghee-300-lines", bytes);
    auto text = test::text_of_pdf(bytes);
    auto pages = count(text, "\f");
    ASSERT_GE(pages, 8u);
    auto last = "Page " + std::to_string(pages) + " of " + std::to_string(pages);
    expect_has(text, {"Page 1 of " + std::to_string(pages), last});
    EXPECT_GE(count(text, "Taxable value"), pages - 1) << "the header is on every page of the table";
    EXPECT_EQ(count(text, "Carried forward"), count(text, "Brought forward"));
    EXPECT_GE(count(text, "Carried forward"), pages - 2);
    EXPECT_EQ(amount_after(text, "Total (INR)"), figures(order.total));
    for (auto sku : {"SKU-1", "SKU-150", "SKU-300"}) EXPECT_TRUE(std::regex_search(text, std::regex(std::string(sku) + "(?![0-9])"))) << sku;
    auto carried = amount_after(text, "Carried forward");
    EXPECT_EQ(carried, amount_after(text, "Brought forward"));
}

TEST(packing_slip, names_the_goods_and_no_price) {
    PresetShop stationery("stationery");
    auto order = stationery.paid(stationery.cart({{"Spiral notebook, ruled, 200 pages", 25'000, 3}, {"اردو خوشخطی کاپی", 18'000, 2}}, PresetShop::address("عائشہ خان", "Lahore", "PK", "Punjab")));
    auto slip = *stationery.shop.run(packing_slip(stationery.shop.app, stationery.staff(), order.id));
    test::keep_print("stationery-packing-slip", slip.bytes);
    auto text = test::text_of_pdf(slip.bytes);
    expect_has(text, {"Packing slip", order.number, "SKU-1", "5 in 2 lines", "Spiral notebook"});
    for (const auto& amount : {order.total, order.lines[0].total}) EXPECT_EQ(text.find(figures(amount)), std::string::npos);
    EXPECT_EQ(slip.name, "packing-slip-" + order.number + ".pdf");
}

}  // namespace
}  // namespace vitrine::documents
