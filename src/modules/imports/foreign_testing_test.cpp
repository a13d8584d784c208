#include "modules/imports/foreign_testing.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "modules/imports/mend.h"
#include "modules/imports/source_file.h"
#include "modules/imports/translated.h"

namespace vitrine::imports::foreign {

std::vector<std::string> ForeignOutcome::slugs() const {
    std::vector<std::string> out;
    for (const auto& product : products) out.push_back(product.slug);
    return out;
}

ForeignOutcome read_foreign(const std::string& text, Format format) {
    ForeignOutcome out;
    auto report = [&out](const ImportFault& fault) { (fault.is_notice ? out.notices : out.faults).push_back(std::to_string(fault.row) + " " + fault.column + " " + fault.code); };
    auto category = [](const std::vector<std::string>& path) { return path.empty() ? std::string("fallback") : mend::slug(path.back()); };
    SourceFile file([&text] { return bytes_of(std::string_view(text)); }, format);
    TranslationContext context{*Currency::parse("PKR"), "2026-11-21", category, report};
    auto rows = format == Format::shopify ? shopify_records(file.records(), context) : woocommerce_records([&file] { return file.records(); }, context);
    ImportLookup lookup{.has_category = [](std::string_view) { return true; }, .sells_in = [](Currency currency) { return currency.code() == "PKR"; }, .attribute = {}};
    ProductReader reader(std::move(rows), lookup, report);
    while (auto draft = reader.next()) out.products.push_back(std::move(*draft));
    return out;
}

Format detected(const std::string& text) {
    return SourceFile([&text] { return bytes_of(std::string_view(text)); }, {}).format();
}

std::string file_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace vitrine::imports::foreign
