#pragma once
// The port to somebody else's vans: typed verbs, one class a courier. A verb that gets no clear answer says `unknown`, never failed: what became of it is found by
// asking again. No verb is called while a transaction is open.
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/http/message.h"
#include "modules/shipping/settings.h"
#include "modules/shipping/standing.h"
#include "modules/shipping/tables.h"

namespace vitrine::shipping {

inline constexpr RefusalKind signature_refused{"shipping.signature_refused", 400, "This message does not come from the courier"};

/// Why a courier gave no answer to act on.
struct CourierFault {
    enum class Kind {
        unknown,     ///< no answer, or one that says nothing about what happened: ask again
        refused,     ///< a clear no, and nothing was done
        not_found,   ///< the courier does not know this parcel
        impossible,  ///< this courier cannot do that at all
    };
    Kind kind = Kind::unknown;
    std::string code;    ///< for logs: "no_answer", "status_422", "lcs_error"
    std::string words;   ///< the courier's own, for staff; empty when it said nothing
    bool may_have_happened = false;   ///< of a booking that nobody can look up: it may have been made all the same
};
template <class T>
using CourierAnswer = std::expected<T, CourierFault>;
inline std::unexpected<CourierFault> courier_fault(CourierFault::Kind kind, std::string code, std::string words = {}) {
    return std::unexpected(CourierFault{kind, std::move(code), std::move(words)});
}

/// What a courier is able to do. What is false is never asked of it.
struct CourierCapabilities {
    bool quotes = false;          ///< tells what a parcel would cost
    bool assigns_awb = false;     ///< books first and gives the waybill in a second step
    bool pickups = false;         ///< has to be told to come
    bool makes_labels = true;
    bool manifests = false;
    bool cancels = true;
    bool returns = false;         ///< fetches parcels from customers
    bool advises = false;         ///< takes orders about a failed delivery: try again, bring it back
    bool webhooks = false;
    bool finds_again = false;     ///< a booking whose answer was lost is found by our reference
    bool whole_cash = false;      ///< cash at the door in whole major units only
    bool declares_value = false;  ///< is told what the goods are worth, without a currency: reckons in its own
};
SHAPE(CourierCapabilities, quotes, assigns_awb, pickups, makes_labels, manifests, cancels, returns, advises, webhooks, finds_again, whole_cash, declares_value)

/// What a courier says about itself.
struct CourierDeclaration {
    std::string_view code, name;
    std::string_view webhook_name;               ///< of its address: /webhooks/parcels/<name>
    std::vector<Setting> settings;
    std::vector<std::string_view> countries;     ///< where it delivers, ISO 3166 alpha-2
    Currency currency;                           ///< of cash at the door and of quotes
    CourierCapabilities can;
};

/// The settings by which one store speaks to a courier.
struct CourierAccount {
    StoreId store;
    std::string store_name;
    Values values;
    std::string origin_postal_code;
};

struct Party {
    std::string name, phone, email, line1, line2, city, state, postal_code, country;
};
SHAPE(Party, name, phone, email, line1, line2, city, state, postal_code, country)
struct ParcelItem {
    std::string sku, title, hsn;
    std::int64_t quantity = 1;
    Money unit_price;             ///< what was paid for one, tax included
};
SHAPE(ParcelItem, sku, title, hsn, quantity, unit_price)

/// One parcel as a courier needs to know it. `reference` is ours, the same in every try, and no other parcel's.
struct Consignment {
    std::string reference;
    Party customer;               ///< who gets it; of a return, who hands it over
    std::vector<ParcelItem> items;
    Money goods;                  ///< what they are worth
    Money collect;                ///< cash at the door; zero: paid
    std::int64_t weight_grams = 500;
    Size size;
    std::string note;
    Instant ordered_at{};
    bool is_return = false;
    bool is_first_try = false;    ///< nobody can have booked it before
    std::string reason;           ///< of a return
    std::string booking, shipment, awb;   ///< what the courier calls it, as far as it is known
};

struct Booked {
    std::string booking, shipment;
    std::string awb;              ///< empty where it is assigned in a second step
    std::string service;          ///< who carries it: "Xpressbees Surface"
    std::optional<std::string> label_url;
    std::optional<std::string> note;   ///< for the parcel's history
};
struct PickupPromise {
    std::string token;
    std::optional<Instant> at;
};
/// A document to print: an address, or the bytes.
struct Paper {
    std::string url, bytes, media_type;
};
/// One thing that a courier says happened.
struct Scan {
    Instant at{};
    std::string code, words, place;
    Standing standing = Standing::unknown;
    bool operator==(const Scan&) const = default;
};
/// Where one parcel is. Scans oldest first.
struct Tracked {
    std::string awb;
    std::vector<Scan> scans;
    std::optional<Instant> expected_at;
    std::optional<std::string> url;          ///< a page of the courier for the customer
    std::optional<std::string> return_awb;   ///< the way back has a waybill of its own
};

/// What somebody asks before anything is booked.
struct Enquiry {
    std::string postal_code, city, country;
    std::int64_t weight_grams = 500;
    Money goods;
    bool is_cash = false;
};
struct CourierOffer {
    std::string id, service;      ///< id: to be named when the waybill is assigned
    Money price;
    Days days;
};

/// What to do about a parcel nobody took.
enum class Advice { try_again, bring_back };
SHAPE_ENUM(Advice, try_again, bring_back)

/// A message of a courier whose token was good. Still only a hint: the truth is asked for.
struct TrackingNews {
    std::string event;            ///< for deduplication: a hash of the bytes
    std::string awb;
    std::string words;
    bool is_readable = true;      ///< false: kept for a person
};

class Courier {
public:
    virtual ~Courier() = default;
    virtual const CourierDeclaration& declaration() const = 0;

    /// Who would carry it, for how much, how fast; empty: not served.
    virtual Task<CourierAnswer<std::vector<CourierOffer>>> offers(App& app, Ctx ctx, CourierAccount account, Enquiry enquiry) const;
    /// Books the parcel, or finds what was booked under its reference. Repeatable.
    virtual Task<CourierAnswer<Booked>> book(App& app, Ctx ctx, CourierAccount account, Consignment parcel) const = 0;
    /// Gets the waybill of a booking. "Already assigned" is success. Repeatable.
    virtual Task<CourierAnswer<Booked>> assign(App& app, Ctx ctx, CourierAccount account, Consignment parcel) const;
    /// Asks the courier to come. "Already asked" is success. Repeatable.
    virtual Task<CourierAnswer<PickupPromise>> pickup(App& app, Ctx ctx, CourierAccount account, Consignment parcel) const;
    virtual Task<CourierAnswer<Paper>> label(App& app, Ctx ctx, CourierAccount account, Consignment parcel) const;
    /// The list that the driver signs. Repeatable.
    virtual Task<CourierAnswer<Paper>> manifest(App& app, Ctx ctx, CourierAccount account, std::vector<Consignment> parcels) const;
    virtual Task<CourierAnswer<Tracked>> track(App& app, Ctx ctx, CourierAccount account, std::string awb) const = 0;
    /// Calls a booking off. "Already cancelled" is success; refused once the parcel is on its way. Repeatable.
    virtual Task<CourierAnswer<void>> cancel(App& app, Ctx ctx, CourierAccount account, Consignment parcel) const = 0;
    virtual Task<CourierAnswer<void>> advise(App& app, Ctx ctx, CourierAccount account, Consignment parcel, Advice advice, std::string remarks) const;
    /// Checks the token in constant time, then reads. Refuses shipping.signature_refused. Pure.
    virtual Result<TrackingNews> read_webhook(const Values& values, const http::Request& request) const;

    std::string_view code() const { return declaration().code; }
    const CourierCapabilities& can() const { return declaration().can; }
};

/// All couriers of this program.
std::span<const Courier* const> couriers();
/// Null when no courier has this code.
const Courier* find_courier(std::string_view code);
/// Null when no courier declares it.
const Setting* find_setting(std::string_view name);

/// The account by which a store speaks to a courier, by these tables of the store. Pure.
CourierAccount account_of(const App& app, StoreId store, const Tables& tables, const Courier& courier);

/// Pure. A number as couriers of the country want it: "+92 300 1234567" is 03001234567 in Pakistan, "+91 98765 43210" is 9876543210 in India.
std::string national_phone(std::string_view phone, std::string_view country);

}  // namespace vitrine::shipping
