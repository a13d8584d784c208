// From a paper to pages.
#include <algorithm>

#include <fmt/format.h>

#include "io/pdf/table.h"
#include "modules/documents/figures.h"
#include "modules/documents/paper.h"

namespace vitrine::documents {
namespace {

constexpr int margin = 720, content = pdf::a4_width - 2 * margin, foot = pdf::a4_height - 900;
constexpr unsigned ink = 0x1A1A1A, grey = 0x4F4F4F, rule = 0x8A8A8A, shade = 0xF0F1F3;
constexpr pdf::Style text_style{.size = 170, .colour = ink}, small{.size = 150, .colour = grey}, label{.size = 140, .is_bold = true, .colour = grey}, strong{.size = 190, .is_bold = true, .colour = ink};

pdf::Style right(pdf::Style style) {
    style.align = pdf::Align::right;
    return style;
}

int text_block(pdf::Canvas& page, int x, int y, int width, const std::vector<std::string>& lines, const pdf::Style& style) {
    for (const auto& line : lines) y += page.text(x, y, width, line, style) + 15;
    return y;
}

int party_block(pdf::Canvas& page, int x, int y, int width, std::string_view heading, const Party& party) {
    y += page.text(x, y, width, heading, label) + 30;
    y += page.text(x, y, width, party.name, strong) + 15;
    return text_block(page, x, y, width, party.lines, text_style);
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// Names on the left, what belongs to them on the right.
int pair_block(pdf::Canvas& page, int x, int y, int width, int name_width, const Pairs& pairs) {
    for (const auto& [name, value] : pairs) {
        auto height = page.text(x, y, name_width - 80, name, small);
        height = std::max(height, page.text(x + name_width, y, width - name_width, value, text_style));
        y += height + 25;
    }
    return y;
}

/// What stands at the foot of each page. `total` 0: it is not known yet.
void page_foot(pdf::Canvas& page, const std::string& left, int total) {
    page.line(margin, foot + 150, margin + content, foot + 150, 6, rule);
    page.text(margin, foot + 210, content * 3 / 4, left, small);
    page.text(margin + content / 2, foot + 210, content / 2, fmt::format("Page {} of {}", page.pages(), total), right(small));
}

struct Frame {
    std::string seller, title, foot_text;
    int total_pages = 0;

    /// Begins a page that goes on with what the one before began.
    int turn(pdf::Canvas& page) const {
        page_foot(page, foot_text, total_pages);
        page.next_page();
        page.text(margin, margin - 120, content / 2, seller, label);
        page.text(margin + content / 2, margin - 120, content / 2, title, right(label));
        page.line(margin, margin + 120, margin + content, margin + 120, 6, rule);
        return margin + 240;
    }
};

// Invoice and credit note.

std::vector<pdf::Column> columns_of(const Paper& paper) {
    constexpr auto end = pdf::Align::right;
    if (paper.country == "IN")
        return {{"#", 400}, {"Description", 2'600}, {"HSN", 760}, {"Qty", 540, end}, {"Rate", 1'230, end}, {"Discount", 1'080, end}, {"Taxable value", 1'230, end}, {"Tax", 1'366, end}, {"Total", 1'260, end}};
    return {{"#", 420}, {"Description", 3'420}, {"Qty", 640, end}, {"Unit price", 1'260, end}, {"Discount", 1'146, end}, {"Before tax", 1'220, end}, {"Tax", 1'100, end}, {"Total", 1'260, end}};
}

std::string tax_cell(const PaperLine& line) {
    auto text = figures(line.tax);
    for (const auto& tax : line.taxes) text += fmt::format("\n{} {}{}", tax.name, percent(tax.ppm), line.taxes.size() > 1 ? " " + figures(tax.amount) : "");
    return text;
}

pdf::Cells cells_of(const PaperLine& line, bool with_hsn) {
    pdf::Cells cells{line.position ? std::to_string(line.position) : "", line.detail.empty() ? line.title : line.title + "\n" + line.detail};
    if (with_hsn) cells.push_back(line.hsn.value_or(""));
    auto discount = line.discount.is_zero() ? std::string("–") : figures(line.discount);
    for (auto& cell : {std::to_string(line.quantity), figures(line.unit), discount, figures(line.net), tax_cell(line), figures(line.gross)}) cells.push_back(cell);
    return cells;
}

int head_of(pdf::Canvas& page, const Paper& paper) {
    int half = content / 2 - 150, x = margin + content / 2 + 150, y = margin;
    auto left = page.text(margin, y, half, paper.seller.name, {.size = 300, .is_bold = true, .colour = ink}) + y + 40;
    left = text_block(page, margin, left, half, paper.seller.lines, small);
    if (paper.contact) left = text_block(page, margin, left, half, {*paper.contact}, small);
    auto beside = y + page.text(x, y, half, paper.title, right({.size = 300, .is_bold = true, .colour = ink})) + 100;
    Pairs facts{{"Number", paper.number}, {"Date", paper.day}, {"Order", paper.order_number + " of " + paper.order_day}};
    if (paper.corrects) facts.emplace_back("For", *paper.corrects);
    if (paper.reason) facts.emplace_back("Reason", *paper.reason);
    if (paper.place_of_supply) facts.emplace_back("Place of supply", *paper.place_of_supply);
    if (paper.country == "IN") facts.emplace_back("Reverse charge", "No");
    beside = pair_block(page, x, beside, half, 1'400, facts);
    y = std::max(left, beside) + 120;
    page.line(margin, y, margin + content, y, 12, rule);
    y += 140;
    auto buyer = party_block(page, margin, y, half, paper.ship_to ? "BILLED TO" : "BILLED AND DELIVERED TO", paper.buyer);
    auto ship = paper.ship_to ? party_block(page, x, y, half, "DELIVERED TO", *paper.ship_to) : y;
    return std::max(buyer, ship) + 180;
}

/// The sum of all rows, the way to it, and its words.
struct Totals {
    const Paper& paper;
    Pairs rows;

    explicit Totals(const Paper& of) : paper(of) {
        rows.emplace_back(of.tax.is_zero() ? "Sum" : "Before tax", figures(of.net));
        for (const auto& sum : merged()) rows.emplace_back(fmt::format("{} {} on {}", sum.name, percent(sum.ppm), figures(sum.taxable)), figures(sum.amount));
        if (of.taxes.empty() && !of.tax.is_zero()) rows.emplace_back("Tax", figures(of.tax));
        if (!of.allowance.is_zero()) rows.emplace_back(of.allowance.is_negative() ? "Withheld" : "Allowance", figures(of.allowance));
        if (!of.rounding.is_zero()) rows.emplace_back("Round off", figures(of.rounding));
    }

    /// Over all headings.
    std::vector<TaxSum> merged() const {
        std::vector<TaxSum> out;
        for (const auto& sum : paper.taxes) {
            auto same = std::ranges::find_if(out, [&](const auto& one) { return one.name == sum.name && one.ppm == sum.ppm; });
            if (same == out.end()) {
                out.push_back(sum);
            } else {
                same->taxable += sum.taxable;
                same->amount += sum.amount;
            }
        }
        return out;
    }

    static constexpr int row_height = 300, width = 4'900, amount_width = 1'500;
    int height() const { return int(rows.size() + 1 + paper.tenders.size() * 2) * row_height + 200; }

    int draw(pdf::Canvas& page, int y) const {
        int x = margin + content - width;
        auto row = [&](std::string_view name, std::string_view value, const pdf::Style& style) {
            page.text(x, y + 60, width - amount_width - 60, name, style);
            page.text(x + width - amount_width, y + 60, amount_width - 70, value, right(style));
            y += row_height;
        };
        for (const auto& [name, value] : rows) row(name, value, text_style);
        page.box(x, y + 10, width, row_height + 40, shade);
        y += 20;
        row(fmt::format("{} ({})", paper.kind == Kind::credit_note ? "Credited" : "Total", paper.total.currency.code()), figures(paper.total), strong);
        y += 40;
        auto left = paper.total;
        for (const auto& tender : paper.tenders) {
            left -= tender.amount;
            row("Paid: " + tender.label, figures(-tender.amount), small);
        }
        if (!paper.tenders.empty()) row("Left to pay", figures(left), text_style);
        return y;
    }
};

/// Headings with their taxes, as GST returns want them.
std::vector<pdf::Cells> summary_rows(const Paper& paper) {
    std::vector<pdf::Cells> rows;
    for (const auto& sum : paper.taxes) rows.push_back({sum.hsn.empty() ? "–" : sum.hsn, sum.name + " " + percent(sum.ppm), figures(sum.taxable), figures(sum.amount)});
    return rows;
}

void draw_on(pdf::Canvas& page, const Paper& paper, const Frame& frame) {
    auto columns = columns_of(paper);
    bool with_hsn = paper.country == "IN";
    std::vector<pdf::Cells> rows;
    std::vector<Money> sums{{0, paper.total.currency}};
    for (const auto& line : paper.lines) {
        rows.push_back(cells_of(line, with_hsn));
        sums.push_back(sums.back() + line.gross);
    }
    auto turn = [&](pdf::Canvas& canvas) { return frame.turn(canvas); };
    pdf::Place place{margin, head_of(page, paper), foot, turn, [&](size_t done) { return figures(sums[done]); }, "Carried forward", "Brought forward"};
    auto y = rows.empty() ? place.top : pdf::draw_table(page, columns, rows, place) + 120;
    if (!rows.empty() && !paper.tax.is_zero()) y += page.text(margin, y, content, paper.includes_tax ? "Prices and discounts hold the tax." : "Prices and discounts are before tax.", small) + 60;

    Totals totals(paper);
    if (y + totals.height() > foot) y = frame.turn(page);
    y = totals.draw(page, y) + 160;

    auto words_height = page.height_of(content, paper.words, text_style) + 400;
    if (y + words_height > foot) y = frame.turn(page);
    y += page.text(margin, y, content, "IN WORDS", label) + 25;
    y += page.text(margin, y, content, paper.words, text_style) + 180;

    if (with_hsn && !paper.taxes.empty()) {
        if (y + 1'000 > foot) y = frame.turn(page);
        y = pdf::draw_table(page, {{"HSN", 1'600}, {"Tax", 1'900}, {"Taxable value", 1'800, pdf::Align::right}, {"Amount", 1'600, pdf::Align::right}}, summary_rows(paper), {margin, y, foot, turn}) + 180;
    }
    if (paper.footer) {
        auto height = page.height_of(content, *paper.footer, small);
        if (y + height > foot) y = frame.turn(page);
        page.text(margin, y, content, *paper.footer, small);
    }
    page_foot(page, frame.foot_text, frame.total_pages);
}

void draw_on(pdf::Canvas& page, const Slip& slip, const Frame& frame) {
    int half = content / 2 - 150, x = margin + content / 2 + 150, y = margin;
    y += page.text(margin, y, half, slip.store, {.size = 300, .is_bold = true, .colour = ink}) + 160;
    page.text(x, margin, half, "Packing slip", right({.size = 300, .is_bold = true, .colour = ink}));
    auto left = party_block(page, margin, y, half, "DELIVER TO", slip.ship_to);
    std::int64_t units = 0;
    for (const auto& line : slip.lines) units += line.quantity;
    auto beside = pair_block(page, x, y, half, 1'400, {{"Order", slip.order_number}, {"Date", slip.order_day}, {"Delivery", slip.delivery}, {"Articles", fmt::format("{} in {} lines", units, slip.lines.size())}});
    std::vector<pdf::Cells> rows;
    for (const auto& line : slip.lines) rows.push_back({std::to_string(line.position), line.title, line.detail, std::to_string(line.quantity), "____"});
    auto turn = [&](pdf::Canvas& canvas) { return frame.turn(canvas); };
    pdf::draw_table(page, {{"#", 560}, {"Article", 4'900}, {"SKU", 2'900}, {"Quantity", 1'106, pdf::Align::right}, {"Packed", 1'000, pdf::Align::center}}, rows, {margin, std::max(left, beside) + 200, foot, turn});
    page_foot(page, frame.foot_text, frame.total_pages);
}

/// Twice: the first time to count the pages, which each of them names.
template <class What>
std::string draw_twice(const What& what, const pdf::Facts& facts, Frame frame) {
    {
        pdf::Canvas counting(facts);
        draw_on(counting, what, frame);
        frame.total_pages = counting.pages();
    }
    pdf::Canvas page(facts);
    draw_on(page, what, frame);
    return page.finish();
}

}  // namespace

std::string draw(const Paper& paper) {
    auto title = paper.title + " " + paper.number;
    return draw_twice(paper, {title, paper.seller.name, {}}, {paper.seller.name, title, title + " · " + paper.seller.name, 0});
}

std::string draw(const Slip& slip) {
    auto title = "Packing slip " + slip.order_number;
    return draw_twice(slip, {title, slip.store, {}}, {slip.store, title, title + " · " + slip.store, 0});
}

}  // namespace vitrine::documents
