#include "modules/search/testing.h"

namespace vitrine::search::testing {
namespace {

const std::vector<std::string> brands{"Kalam", "Waraq", "Mehran", "Sitara", ""};
const std::vector<std::string> colours{"Black", "Blue", "Red", "Green", "Purple"};
const std::vector<std::string> sizes{"A3", "A4", "A5"};
const std::vector<std::string> things{"Gel Pen", "Notebook", "Stapler", "Canvas", "Sketchbook", "Calculator"};
const std::vector<std::string> local_things{"جیل پین", "کاپی", "سٹیپلر", "کینوس", "اسکیچ بک", "کیلکولیٹر"};

template <class T>
const T& one_of(const std::vector<T>& list, std::mt19937_64& random) {
    return list[random() % list.size()];
}

}  // namespace

SourceProduct sample_product(const SampleShop& shop, std::mt19937_64& random, size_t number) {
    SourceProduct product;
    auto now = Instant(Duration(1'700'000'000'000'000 + std::int64_t(random() % 1'000'000'000)));
    product.id = ProductId::next(now);
    auto thing = random() % things.size();
    product.brand = one_of(brands, random);
    product.slug = "product-" + std::to_string(number);
    product.title = product.brand + " " + things[thing] + " " + std::to_string(100 + random() % 50);
    if (random() % 2) product.title_local = local_things[thing];
    product.description = "Writes " + std::string(random() % 2 ? "smoothly" : "boldly") + " on paper.";
    product.category = one_of(shop.categories, random).id;
    product.category_words = shop.taxonomy->words(product.category);
    if (random() % 3 == 0) product.tags.push_back("gift");
    product.attributes.emplace_back("size", one_of(sizes, random));
    if (auto weight = random() % 8; weight > 0) {  // tenths: as the catalog writes them, without needless zeros
        auto tenths = std::int64_t(weight * 4);
        product.attributes.emplace_back("weight", std::to_string(tenths / 10) + (tenths % 10 ? "." + std::to_string(tenths % 10) : ""));
    }
    product.popularity = std::int64_t(random() % 1'000);
    product.created_at = product.updated_at = now;
    auto variants = 1 + random() % 3;
    for (size_t i = 0; i < variants; ++i) {
        SourceVariant variant;
        variant.id = VariantId::next(now);
        variant.sku = "SKU-" + std::to_string(number) + "-" + std::to_string(i);
        variant.barcode = random() % 2 ? std::to_string(10'000'000 + number * 10 + i) : "";
        variant.price = std::int64_t(1 + random() % 500) * 100;
        if (random() % 4 == 0) variant.compare_at = variant.price + 5'000;
        variant.available = std::int64_t(random() % 4);
        if (variants > 1) variant.options.emplace_back("Colour", colours[(number + i) % colours.size()]);
        product.variants.push_back(std::move(variant));
    }
    return product;
}

SampleShop sample_shop(size_t products, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    SampleShop shop;
    auto now = Instant(Duration(1'700'000'000'000'000));
    for (int root = 0; root < 3; ++root) {
        auto id = CategoryId::next(now);
        shop.categories.push_back({id, "root-" + std::to_string(root), "Root " + std::to_string(root), {}, {}});
        for (int child = 0; child < 3; ++child)
            shop.categories.push_back({CategoryId::next(now), "child-" + std::to_string(root) + "-" + std::to_string(child), "Shelf " + std::to_string(child), {}, id});
    }
    shop.taxonomy = std::make_shared<const Taxonomy>(shop.categories, std::vector<catalog::AttributeRow>{{"size", "Paper size", "text", {}, true}, {"weight", "Weight", "number", {}, true, "kg"}});
    for (size_t i = 0; i < products; ++i) shop.products.push_back(sample_product(shop, random, i));
    return shop;
}

std::shared_ptr<const StoreSnapshot> snapshot_of(const SampleShop& shop, size_t segments, std::shared_ptr<const Tuning> tuning) {
    std::vector<SegmentBuilder> builders(segments);
    std::vector<Roaring> dead(segments);
    std::vector<std::uint32_t> filled(segments);
    for (size_t i = 0; i < shop.products.size(); ++i) {
        auto at = i % segments;
        if (segments > 1 && i % 7 == 0) {  // an older version of it lies dead in another segment
            auto old = shop.products[i];
            old.title = "Old " + old.title;
            old.variants[0].price = 1;
            auto other = (at + 1) % segments;
            builders[other].add(old);
            dead[other].add(filled[other]++);
        }
        builders[at].add(shop.products[i]);
        ++filled[at];
    }
    std::vector<Part> parts;
    for (size_t i = 0; i < segments; ++i) parts.push_back({builders[i].finish(), std::make_shared<const Roaring>(dead[i])});
    return std::make_shared<const StoreSnapshot>(1, *Currency::parse("PKR"), shop.taxonomy, std::move(parts), std::move(tuning));
}

}  // namespace vitrine::search::testing
