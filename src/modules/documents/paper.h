#pragma once
// What is printed, as data: kept with the document, so that it can be drawn again as it was.
#include "modules/documents/settings.h"
#include "modules/documents/year.h"

namespace vitrine::documents {

/// A name with the lines below it.
struct Party {
    std::string name;
    std::vector<std::string> lines;
};
SHAPE(Party, name, lines)

/// Goods, delivery or what the way of paying cost. Delivery and fee have no position.
struct PaperLine {
    std::int64_t position = 0, quantity = 1;
    std::string title, detail;
    std::optional<std::string> hsn;
    Money unit, discount;                     ///< as prices are entered
    Money net, tax, gross;
    std::vector<taxes::ComponentTax> taxes;
};
SHAPE(PaperLine, position, quantity, title, detail, hsn, unit, discount, net, tax, gross, taxes)

/// A tax over all lines of one heading and rate. Without headings `hsn` is empty.
struct TaxSum {
    std::string hsn, name;
    std::int64_t ppm = 0;
    Money taxable, amount;
};
SHAPE(TaxSum, hsn, name, ppm, taxable, amount)

/// total = net + tax + rounding + allowance
struct Paper {
    Kind kind = Kind::invoice;
    std::string title;                        ///< "Tax invoice"
    std::string number, day;                  ///< the day as people read it
    std::string order_number, order_day;
    std::optional<std::string> corrects;      ///< of a credit note: "Invoice GD/26-27/000123 of 3 May 2026"
    std::optional<std::string> reason;
    Party seller, buyer;
    std::optional<Party> ship_to;             ///< where it differs from the buyer
    std::optional<std::string> place_of_supply;
    std::string country;                      ///< of the seller: decides the columns
    bool includes_tax = true;                 ///< unit and discount hold the tax
    std::vector<PaperLine> lines;
    std::vector<TaxSum> taxes;
    Money net, tax, rounding, allowance, total;
    std::vector<quotes::TenderUse> tenders;
    std::string words, payment;
    std::optional<std::string> contact, footer;
};
SHAPE(Paper, kind, title, number, day, order_number, order_day, corrects, reason, seller, buyer, ship_to, place_of_supply, country, includes_tax, lines, taxes, net, tax, rounding, allowance,
      total, tenders, words, payment, contact, footer)

/// What a paper is made from.
struct PaperSource {
    const orders::OrderView& order;
    const PaperSettings& settings;
    const stores::Store& store;
    std::vector<taxes::Region> regions;       ///< of the seller's country, for the code beside a state's name
    std::string number;
    Day day;
};
/// Pure.
Paper invoice_of(const PaperSource& source);
/// Pure. `invoice`: "GD/26-27/000123 of 3 May 2026".
Paper credit_note_of(const PaperSource& source, const orders::Refunded& refund, const std::string& invoice);
/// Pure. What is left of an invoice after its credit notes is taken back: of every line what was not credited, and rounding and allowances, so that all of them together end at nothing.
Paper credit_of_rest(const PaperSource& source, const Paper& invoice, const std::vector<Paper>& credited, const std::string& invoice_words, std::string reason);
/// Pure. Name, street, city, country and phone, as they stand on an envelope; with the tax number where there is one.
Party party_of(const carts::Address& address);

/// The PDF of a paper. Takes milliseconds a page: call it inside `offload`. Pure but for the installed fonts. std::runtime_error when it cannot be drawn.
std::string draw(const Paper& paper);

/// What a packing slip shows.
struct Slip {
    std::string store, order_number, order_day, delivery, email;
    Party ship_to;
    std::vector<PaperLine> lines;             ///< no amounts are printed
};
/// As `draw`.
std::string draw(const Slip& slip);

}  // namespace vitrine::documents
