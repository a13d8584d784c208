#pragma once
// How a feed is written and what its columns mean. Pure.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/shape.h"

namespace vitrine::suppliers {

enum class FileFormat { csv, json, json_lines, xml };
SHAPE_ENUM(FileFormat, csv, json, json_lines, xml)
/// Whose columns are known already. `custom`: only what the mapping says.
enum class Profile { custom, rapnet, idex_natural, idex_labgrown, nivoda };
SHAPE_ENUM(Profile, custom, rapnet, idex_natural, idex_labgrown, nivoda)
/// Diamonds are known by their laboratory and certificate and need their grades; other goods need a title.
enum class Goods { diamonds, general };
SHAPE_ENUM(Goods, diamonds, general)

/// One column of the file and the field it fills. A file without a header names its columns by position: "1", "2". Nested JSON and XML is named by dots:
/// "diamond.certificate.lab", attributes of XML "@name".
struct ColumnRule {
    Text<1, 120> column;
    Text<1, 60> field;                                                ///< one of field_names(), or "attr:code" for an attribute of the store
    std::optional<std::map<std::string, std::string>> values;         ///< what the file writes: what is meant
    std::optional<Whole<1, 1'000'000>> divide_by;                     ///< of prices in cents: 100
};
SHAPE(ColumnRule, column, field, values, divide_by)

struct Layout {
    FileFormat format = FileFormat::csv;
    Goods goods = Goods::diamonds;
    std::optional<Profile> profile;
    std::optional<Text<1, 120>> record;                               ///< XML: the element of a row; JSON: the key of the list
    std::optional<bool> has_header;                                   ///< of CSV; the profiles know it
    std::optional<std::vector<ColumnRule>> columns;                   ///< before what the profile says
    std::optional<std::map<std::string, std::string>> constants;      ///< fields that the file does not name: {"currency": "USD"}
    Slug category;                                                    ///< of the goods
    std::optional<Slug> lab_grown_category;                           ///< of laboratory-grown diamonds; none: `category`
};
SHAPE(Layout, format, goods, profile, record, has_header, columns, constants, category, lab_grown_category)

/// Pure. What columns can be mapped to, besides "attr:code".
const std::vector<std::string_view>& field_names();
/// Pure. Whether the file's first row names the columns.
bool has_header(const Layout& layout);
/// Pure. What is wrong with a layout; pointers begin with /layout.
std::vector<Fault> faults_of(const Layout& layout);

/// From the names of columns to fields, for one layout. Pure.
class ColumnMap {
public:
    explicit ColumnMap(const Layout& layout);
    struct Target {
        std::string field;
        const ColumnRule* rule = nullptr;   ///< points into the layout this map was made of
    };
    /// The field that this column fills; nothing when none does. `position` counts from 1.
    std::optional<Target> find(std::string_view column, size_t position) const;

private:
    std::map<std::string, Target, std::less<>> by_name_, by_suffix_;
};

// The trade's vocabulary (data/diamond_vocabulary.json). Nothing: a word that is not known, which is for people to look at and never guessed.

/// "RBC" is "Round".
std::optional<std::string> shape_of(std::string_view text);
/// "D" to "Z"; a range such as "O-P" gives its first letter.
std::optional<std::string> color_of(std::string_view text);
/// "VVS1"; "P1" is "I1".
std::optional<std::string> clarity_of(std::string_view text);
/// "EX" of "Excellent"; half grades count as the lower one.
std::optional<std::string> grade_of(std::string_view text);
/// "Very Strong" of "VST".
std::optional<std::string> fluorescence_of(std::string_view text);
std::optional<std::string> girdle_of(std::string_view text);
std::optional<std::string> culet_of(std::string_view text);
std::optional<std::string> lab_of(std::string_view text);
std::optional<std::string> fancy_color_of(std::string_view text);
std::optional<std::string> fancy_intensity_of(std::string_view text);

/// A decimal number in millionths: "1.02", "1,234.50", "$ 4100". Nothing when it is none, is negative, or has more digits than that.
std::optional<std::int64_t> millionths(std::string_view text);
/// "1.02" of 1020000.
std::string decimal_text(std::int64_t millionths);

}  // namespace vitrine::suppliers
