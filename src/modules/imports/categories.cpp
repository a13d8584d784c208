#include <map>

#include "core/text.h"
#include "modules/imports/work.h"

namespace vitrine::imports {
namespace {

constexpr size_t most_categories = 20'000;

/// Finds a category file's columns by name.
struct Header {
    std::map<std::string, size_t, std::less<>> at;
    explicit Header(const CsvRecord& record) {
        for (size_t i = 0; i < record.fields.size(); ++i) at.emplace(trim(record.fields[i]), i);
    }
    std::string cell(const CsvRecord& record, std::string_view column) const {
        auto found = at.find(column);
        return found == at.end() || found->second >= record.fields.size() ? std::string() : trim(record.fields[found->second]);
    }
};

class CategoryRows {
public:
    CategoryRows(const std::set<std::string, std::less<>>& known, Report& report) : known_(known), report_(report) {}

    void add(const Header& header, const CsvRecord& record) {
        row_ = std::int64_t(record.line);
        for (const auto& broken : record.faults) fault("", broken.code, "the row cannot be read as CSV");
        if (record.broken) return;
        catalog::CategoryInput category{header.cell(record, "slug"), header.cell(record, "name"), {}, {}, std::int32_t(categories_.size())};
        if (!Slug::parse(category.slug)) fault("slug", "slug.invalid", "a slug is made of small letters, digits and single hyphens");
        else if (!rows_.emplace(category.slug, row_).second) fault("slug", "category.duplicate", "this category stands further up in the file");
        if (!Text<1, 120>::parse(category.name)) fault("name", "category.name_invalid", "a name has 1 to 120 characters");
        if (auto local = header.cell(record, "name_local"); !local.empty()) {
            if (!Text<1, 120>::parse(local)) fault("name_local", "category.name_invalid", "a name has 1 to 120 characters");
            category.name_local = local;
        }
        if (auto parent = header.cell(record, "parent_slug"); !parent.empty()) category.parent_slug = parent;
        read_position(header.cell(record, "position"), category);
        categories_.push_back(std::move(category));
    }

    std::vector<catalog::CategoryInput> finish() {
        for (const auto& category : categories_) check_parents(category);
        return std::move(categories_);
    }

private:
    void read_position(const std::string& text, catalog::CategoryInput& category) {
        if (text.empty()) return;
        if (text.size() > 6 || text.find_first_not_of("0123456789") != std::string::npos) return fault("position", "category.position_invalid", "a position is a whole number below 1,000,000");
        category.position = std::stoi(text);
    }
    void check_parents(const catalog::CategoryInput& category) {
        auto found = rows_.find(category.slug);
        row_ = found == rows_.end() ? 0 : found->second;
        size_t steps = 0;
        for (auto parent = category.parent_slug; parent; ++steps) {
            if (*parent == category.slug || steps > categories_.size()) return fault("parent_slug", "category.circle", "a category cannot stand below itself");
            auto above = std::ranges::find(categories_, *parent, &catalog::CategoryInput::slug);
            if (above == categories_.end()) {
                if (!known_.contains(*parent) && steps == 0) fault("parent_slug", "category.parent_unknown", "neither the file nor the shop has this category");
                return;
            }
            parent = above->parent_slug;
        }
    }
    void fault(std::string column, std::string_view code, std::string text) { report_.faults.push_back({row_, std::move(column), std::string(code), std::move(text)}); }

    const std::set<std::string, std::less<>>& known_;
    Report& report_;
    std::int64_t row_ = 0;
    std::map<std::string, std::int64_t> rows_;
    std::vector<catalog::CategoryInput> categories_;
};

}  // namespace

std::vector<catalog::CategoryInput> read_categories(Records& reader, const std::set<std::string, std::less<>>& known, Report& report) {
    CsvRecord record;
    reader.next(record);
    Header header(record);
    CategoryRows rows(known, report);
    while (reader.next(record)) {
        if (std::size_t(++report.counts.rows) <= most_categories) {
            rows.add(header, record);
            continue;
        }
        report.faults.push_back({std::int64_t(record.line), "", "file.too_many_rows", "a shop has 20,000 categories at most"});
        break;
    }
    auto categories = rows.finish();
    report.counts.faults = std::int64_t(report.faults.size());
    return categories;
}

}  // namespace vitrine::imports
