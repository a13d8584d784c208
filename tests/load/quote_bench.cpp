// What a quote costs: 1, 10, 100 and 500 lines with 200 active promotions and GST by component. Built on demand: ninja quote_bench.
#include <cstdio>
#include <cstring>
#include <ctime>

#include "modules/promotions/compiled.h"
#include "modules/quotes/api.h"

namespace vitrine {
namespace {

const Currency inr = *Currency::parse("INR");

template <class I>
I id(std::uint32_t number) {
    I out;
    out.value.bytes = {1, 2, 3, 4, 5, 6, 0x70, 1, 0x80};
    for (int i = 0; i < 4; ++i) out.value.bytes[size_t(12 + i)] = std::uint8_t(number >> (24 - 8 * i));
    return out;
}

std::shared_ptr<const taxes::TaxTables> gst() {
    taxes::Tables tables;
    tables.settings.country = "IN";
    tables.settings.state = "MH";
    tables.settings.default_class = "gst-0";
    tables.regions = {{"IN", "MH", "Maharashtra", {}}};
    tables.zones = {{"same", "Within the state", "IN", {"MH"}, {}, taxes::Relation::same_state}};
    for (int percent : {0, 3, 5, 12, 18, 28}) {
        auto code = "gst-" + std::to_string(percent);
        tables.classes.push_back({code, code, {}});
        tables.rates.push_back({"same", code, "CGST", percent * 5'000, 1, false, "2017-07-01", {}});
        tables.rates.push_back({"same", code, "SGST", percent * 5'000, 2, false, "2017-07-01", {}});
    }
    return std::make_shared<const taxes::TaxTables>(tables, "Asia/Kolkata");
}

/// Of 200, each works on one of 40 brands; every tenth on the whole order, from a value on.
std::shared_ptr<const promotions::Rules> promotions_of(int count) {
    std::vector<promotions::Stored> stored;
    for (int i = 0; i < count; ++i) {
        auto brand = R"("on":{"brands":["Brand )" + std::to_string(i % 40) + R"("]})";
        auto action = i % 10 == 0 ? std::string(R"({"percent_off":{"rate_ppm":10000}})") : R"({"percent_off":{"rate_ppm":)" + std::to_string(10'000 + i * 100) + "," + brand + "}}";
        auto condition = i % 10 == 0 ? std::string(R"("condition":{"subtotal":{"at_least":{"minor":1000000,"currency":"INR"}}},)") : std::string();
        auto definition = read_json<promotions::Definition>(R"({"name":"N","label":"L )" + std::to_string(i) + R"(",)" + condition + R"("actions":[)" + action + "]}");
        if (!definition) throw std::runtime_error("the bench's promotion cannot be read");
        stored.push_back({id<promotions::PromotionId>(std::uint32_t(i)), std::move(*definition)});
    }
    return promotions::compile(std::move(stored), {}, TimeZone::utc(), 1);
}

quotes::Input cart_of(int lines, std::shared_ptr<const promotions::Rules> rules, std::shared_ptr<const taxes::TaxTables> tables) {
    static const char* classes[] = {"gst-3", "gst-5", "gst-12", "gst-18"};
    quotes::Input input;
    input.currency = inr;
    for (int i = 0; i < lines; ++i) {
        quotes::Line line;
        line.key = "line-" + std::to_string(i);
        line.variant = id<catalog::VariantId>(std::uint32_t(i));
        line.product = id<catalog::ProductId>(std::uint32_t(i));
        line.brand = "Brand " + std::to_string(i % 40);
        line.text = "Article " + std::to_string(i);
        line.quantity = 1 + i % 5;
        line.unit = {{9'990 + i * 7, inr}, {}, true, "base", 1};
        line.tax_class = {classes[i % 4], {}};
        input.lines.push_back(std::move(line));
    }
    input.shipping = quotes::Shipping{"standard", "Courier", {4'900, inr}};
    input.ship_to = {"IN", "MH", {}};
    input.promotions = std::move(rules);
    input.taxes = std::move(tables);
    input.now = clock_now();
    return input;
}

/// Of this thread's own work: on a busy machine the clock on the wall measures the others.
double cpu_us() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e6 + double(now.tv_nsec) / 1e3;
}

double microseconds_of(const quotes::Input& input) {
    std::int64_t checksum = 0;
    for (int i = 0; i < 20; ++i) checksum += quotes::quote(input).total.minor;
    double best = 1e18;
    for (int attempt = 0; attempt < 5; ++attempt) {
        int rounds = 0;
        constexpr double attempt_us = 300'000;
        auto began = cpu_us();
        while (cpu_us() - began < attempt_us) checksum += quotes::quote(input).total.minor, ++rounds;
        best = std::min(best, (cpu_us() - began) / rounds);
    }
    if (checksum == 0) std::puts("nothing was worked out");
    return best;
}

}  // namespace
}  // namespace vitrine

int main(int argc, char** argv) {
    using namespace vitrine;
    bool as_json = argc > 1 && !std::strcmp(argv[1], "--json");
    auto tables = gst();
    auto rules = promotions_of(200);
    double per_line_of_100 = 0;
    for (int lines : {1, 10, 100, 500}) {
        auto taken = microseconds_of(cart_of(lines, rules, tables)), plain = microseconds_of(cart_of(lines, nullptr, tables));
        if (lines == 100) per_line_of_100 = taken / lines;
        if (as_json) std::printf("{\"lines\":%d,\"us\":%.2f,\"us_per_line\":%.3f,\"us_without_promotions\":%.2f}\n", lines, taken, taken / lines, plain);
        else std::printf("quote of %3d lines, 200 promotions: %8.1f us, %6.2f us a line (without promotions %.1f us)\n", lines, taken, taken / lines, plain);
        if (lines == 500) std::printf(as_json ? "{\"growth_100_to_500\":%.2f}\n" : "a line of 500 costs %.2f times a line of 100: 1 is linear\n", taken / lines / per_line_of_100);
    }
}
