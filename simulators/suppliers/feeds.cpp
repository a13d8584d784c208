// The same stones in three ways of writing, with what the house's manners do to them.
#include <array>

#include "simulators/suppliers/service.h"

namespace vitrine::simulators::suppliers {
namespace {

constexpr std::int64_t usual_stones = 60;

/// One number for one question about one stone: the same whenever it is asked.
std::uint64_t draw(std::uint64_t seed, std::uint64_t number, std::uint64_t question) {
    std::uint64_t z = seed * 0x9e3779b97f4a7c15ull + number * 0xbf58476d1ce4e5b9ull + question * 0x94d049bb133111ebull;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
}

template <size_t N>
std::string pick(const std::array<std::string_view, N>& from, std::uint64_t number) {
    return std::string(from[number % N]);
}

bool happens(const House& house, int number, std::uint64_t question, const std::optional<std::int64_t>& per_mille) {
    return std::int64_t(draw(house.seed, std::uint64_t(number), question) % 1'000) < per_mille.value_or(0);
}

std::string decimal(std::int64_t hundredths) {
    auto part = std::to_string(100 + hundredths % 100).substr(1);
    return std::to_string(hundredths / 100) + "." + part;
}

std::uint64_t name_number(const std::string& name) {
    std::uint64_t out = 0;
    for (char c : name) out = out * 31 + std::uint64_t(c);
    return out;
}

Stone stone_of(const House& house, int number) {
    static constexpr std::array<std::string_view, 6> shapes{"Round", "Oval", "Pear", "Cushion", "Emerald", "Princess"};
    static constexpr std::array<std::string_view, 7> colors{"D", "E", "F", "G", "H", "I", "J"};
    static constexpr std::array<std::string_view, 7> clarities{"IF", "VVS1", "VVS2", "VS1", "VS2", "SI1", "SI2"};
    static constexpr std::array<std::string_view, 3> cuts{"EX", "VG", "G"};
    // Every third stone is the same piece at every house: drawn without the house's name.
    auto base = number % 3 == 0 ? house.seed : house.seed + name_number(house.name);
    auto of = [&](std::uint64_t question) { return draw(base, std::uint64_t(number), question); };
    Stone stone;
    stone.number = number;
    bool is_renamed = happens(house, number, 90, house.manners.rename_per_mille);
    stone.code = house.name.substr(0, 1) + std::string(is_renamed ? "X" : "") + std::to_string(10'000 + number);
    stone.offer = "offer-" + house.name + "-" + std::to_string(number);
    stone.shape = pick(shapes, of(1)), stone.color = pick(colors, of(2)), stone.clarity = pick(clarities, of(3)), stone.cut = pick(cuts, of(4));
    stone.carat_hundredths = 30 + std::int64_t(of(5) % 270);
    stone.lab = of(6) % 4 == 0 ? "IGI" : "GIA";
    stone.certificate = std::to_string(2'000'000'000 + of(7) % 7'000'000'000);
    auto usual = stone.carat_hundredths * stone.carat_hundredths * 40 + std::int64_t(of(8) % 50'000) + std::int64_t(draw(house.seed + name_number(house.name), std::uint64_t(number), 9) % 20'000);
    stone.price_minor = std::max<std::int64_t>(usual * house.manners.price_per_mille.value_or(1'000) / 1'000, 1);
    stone.is_away = house.sold.contains(stone.code);
    return stone;
}

std::string price(const Stone& stone) { return decimal(stone.price_minor); }

}  // namespace

std::vector<Stone> House::stones() const {
    std::vector<Stone> out;
    for (int number = 0; number < int(manners.stones.value_or(usual_stones)); ++number)
        if (!happens(*this, number, 91, manners.vanish_per_mille)) out.push_back(stone_of(*this, number));
    return out;
}

std::optional<Stone> House::stone(const std::string& code) const {
    for (auto& stone : stones())
        if (stone.code == code) return stone;
    return {};
}

std::string rapnet_csv(const House& house) {
    std::string out = "Stock #,Availability,Shape,Weight,Color,Clarity,Cut Grade,Lab,Certificate #,$/ct,Diamond Image\n";
    for (const auto& stone : house.stones()) {
        if (happens(house, stone.number, 92, house.manners.malformed_per_mille)) {
            out += stone.code + ",G,Moon,heavy,\"" + stone.color + "\n";
            continue;
        }
        auto per_carat = stone.price_minor * 100 / stone.carat_hundredths;
        out += stone.code + "," + (stone.is_away ? "NA" : "G") + "," + stone.shape + "," + decimal(stone.carat_hundredths) + "," + stone.color + "," + stone.clarity + "," + stone.cut + "," + stone.lab + "," +
               stone.certificate + "," + decimal(per_carat) + ",https://media.supplier.example/" + stone.code + ".jpg\n";
    }
    return out;
}

std::string nivoda_json(const House& house) {
    std::string out = R"({"data":{"diamonds_by_query":{"items":[)";
    bool is_first = true;
    for (const auto& stone : house.stones()) {
        out += is_first ? "" : ",";
        is_first = false;
        bool is_broken = happens(house, stone.number, 92, house.manners.malformed_per_mille);
        out += R"({"id":")" + stone.offer + R"(","price":)" + (is_broken ? "\"ask\"" : price(stone)) + R"(,"diamond":{"id":"d)" + std::to_string(stone.number) + R"(","supplierStockId":")" + stone.code + R"(","availability":")" +
               (stone.is_away ? "NA" : "G") + R"(","image":"https://media.supplier.example/)" + stone.code + R"(.jpg","certificate":{"lab":")" + stone.lab + R"(","certNumber":")" + stone.certificate + R"(","shape":")" + stone.shape +
               R"(","carats":)" + decimal(stone.carat_hundredths) + R"(,"color":")" + stone.color + R"(","clarity":")" + stone.clarity + R"(","cut":")" + stone.cut + R"("}}})";
    }
    return out + "]}}}";
}

std::string stones_xml(const House& house) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed>\n";
    for (const auto& stone : house.stones()) {
        bool is_broken = happens(house, stone.number, 92, house.manners.malformed_per_mille);
        out += "<stone><StockNo>" + stone.code + "</StockNo><Availability>" + (stone.is_away ? "NA" : "G") + "</Availability><Shape>" + (is_broken ? "Moon" : stone.shape) + "</Shape><Weight>" + decimal(stone.carat_hundredths) +
               "</Weight><Color>" + stone.color + "</Color><Clarity>" + stone.clarity + "</Clarity><Cut>" + stone.cut + "</Cut><Lab>" + stone.lab + "</Lab><CertNo>" + stone.certificate + "</CertNo><Total>" + price(stone) +
               "</Total></stone>\n";
    }
    return out + "</feed>\n";
}

}  // namespace vitrine::simulators::suppliers
