#include "modules/shipping/tables.h"

#include <set>

#include "core/text.h"
#include "modules/shipping/courier.h"
#include "modules/shipping/sql.h"
#include "modules/stores/api.h"

namespace vitrine::shipping {
namespace {

class Examiner {
public:
    explicit Examiner(Currency currency) : currency_(currency) {}

    void examine(const Tables& tables) {
        std::set<std::string> codes;
        for (size_t i = 0; i < tables.zones.size(); ++i) {
            const auto& zone = tables.zones[i];
            auto at = "/zones/" + std::to_string(i);
            if (zone.code.empty()) fault(at + "/code", "required", "give the zone a code");
            if (!codes.insert(zone.code).second) fault(at + "/code", "repeated", "another zone has this code");
            if (zone.countries.empty()) fault(at + "/countries", "required", "name at least one country");
            for (size_t c = 0; c < zone.countries.size(); ++c)
                if (!CountryCode::parse(zone.countries[c])) fault(at + "/countries/" + std::to_string(c), "country.unknown", std::string(CountryRule::advice));
            std::set<std::string> ids;
            for (size_t r = 0; r < zone.rates.size(); ++r) examine_rate(zone.rates[r], at + "/rates/" + std::to_string(r), ids);
        }
        if (tables.dispatch) examine_dispatch(*tables.dispatch);
    }
    std::vector<Fault> faults;

private:
    void fault(std::string pointer, std::string code, std::string detail) { faults.push_back({std::move(pointer), std::move(code), std::move(detail)}); }

    void examine_amount(const std::optional<Money>& amount, const std::string& at) {
        if (amount && (amount->currency != currency_ || amount->is_negative())) fault(at, "amount", "an amount of the store's currency belongs here");
    }

    void examine_rate(const Rate& rate, const std::string& at, std::set<std::string>& ids) {
        if (rate.id.empty()) fault(at + "/id", "required", "give the rate an id");
        if (rate.name.empty()) fault(at + "/name", "required", "shoppers read the name");
        if (!ids.insert(rate.id).second) fault(at + "/id", "repeated", "another rate of this zone has this id");
        if (rate.days.least < 0 || rate.days.most < rate.days.least) fault(at + "/days", "out_of_range", "least is not above most");
        examine_amount(rate.price, at + "/price");
        examine_amount(rate.free_from, at + "/free_from");
        examine_amount(rate.handling, at + "/handling");
        bool has_steps = rate.steps && !rate.steps->empty();
        if (rate.pricing == Pricing::flat && !rate.price) fault(at + "/price", "required", "a flat rate has a price");
        if ((rate.pricing == Pricing::by_weight || rate.pricing == Pricing::by_value) && !has_steps) fault(at + "/steps", "required", "such a rate has steps");
        if (rate.pricing == Pricing::courier) examine_courier(rate, at, has_steps);
        if (has_steps) examine_steps(*rate.steps, at + "/steps");
    }

    void examine_courier(const Rate& rate, const std::string& at, bool has_steps) {
        const auto* courier = rate.courier ? find_courier(*rate.courier) : nullptr;
        if (!courier) fault(at + "/courier", "unknown", "name one of the couriers");
        else if (!courier->can().quotes) fault(at + "/courier", "cannot_quote", "this courier tells no prices");
        if (!rate.price && !has_steps) fault(at + "/price", "required", "say what holds when the courier does not answer");
        if (rate.timeout_ms && (*rate.timeout_ms < 100 || *rate.timeout_ms > 5'000)) fault(at + "/timeout_ms", "out_of_range", "100 to 5,000 milliseconds");
    }

    void examine_steps(const std::vector<Step>& steps, const std::string& at) {
        std::int64_t before = -1;
        for (size_t i = 0; i < steps.size(); ++i) {
            auto here = at + "/" + std::to_string(i);
            examine_amount(steps[i].price, here + "/price");
            bool is_last = i + 1 == steps.size();
            if (!steps[i].up_to && !is_last) fault(here + "/up_to", "required", "only the last step has no limit");
            if (steps[i].up_to && *steps[i].up_to <= before) fault(here + "/up_to", "not_rising", "steps rise");
            before = steps[i].up_to.value_or(before);
        }
    }

    void examine_dispatch(const Dispatch& dispatch) {
        if (dispatch.courier && !find_courier(*dispatch.courier)) fault("/dispatch/courier", "unknown", "name one of the couriers");
        if (dispatch.grams_if_unknown < 1 || dispatch.grams_if_unknown > 1'000'000) fault("/dispatch/grams_if_unknown", "out_of_range", "1 to 1,000,000 grams");
        if (dispatch.packing_grams < 0 || dispatch.packing_grams > 1'000'000) fault("/dispatch/packing_grams", "out_of_range", "0 to 1,000,000 grams");
        const auto& size = dispatch.size;
        for (auto side : {size.length_mm, size.width_mm, size.height_mm})
            if (side < 6 || side > 5'000) fault("/dispatch/size", "out_of_range", "6 to 5,000 millimetres a side");
        for (const auto& [name, value] : dispatch.settings.value_or(std::map<std::string, std::string>{})) {
            const auto* declared = find_setting(name);
            if (!declared || !may_be_of_store(*declared)) fault("/dispatch/settings/" + name, "unknown", "not a setting that a store may hold");
            else if (auto wrong = setting_fault(*declared, value)) fault("/dispatch/settings/" + name, "does_not_fit", *wrong);
        }
    }

    Currency currency_;
};

}  // namespace

std::vector<Fault> faults_of(const Tables& tables, Currency currency) {
    Examiner examiner(currency);
    examiner.examine(tables);
    return std::move(examiner.faults);
}

pg::Query<std::optional<StoredTables>> stored_tables() { return sql::find_tables(); }

pg::Later<std::int64_t> save_tables(pg::Tx& tx, const Tables& tables) {
    auto version = tx.queue(sql::save_tables(RawJson{to_json(tables)}));
    stores::rules_changed(tx, "shipping");
    return version;
}

Task<std::shared_ptr<const Tables>> load_tables(pg::Db& db, Ctx ctx) {
    auto stored = co_await db.read(ctx, sql::find_tables());
    if (!stored) co_return std::make_shared<const Tables>();
    auto tables = read_json<Tables>(stored->tables.text);
    if (!tables) throw std::runtime_error("the shipping tables of store " + ctx.store.text() + " do not fit their shape");
    co_return std::make_shared<const Tables>(std::move(*tables));
}

}  // namespace vitrine::shipping
