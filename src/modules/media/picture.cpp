// A picture as pages write it.
#include <algorithm>

#include "core/check.h"
#include "core/text.h"
#include "modules/media/rules.h"
#include "modules/media/sql.h"

namespace vitrine::media {
namespace {

std::string ending(std::string_view format) { return "." + std::string(format); }

}  // namespace

pg::Query<std::vector<ProductPicture>> pictures_of(const std::vector<ProductId>& products) { return sql::product_pictures(products); }

Picture picture_of(const ProductPicture& row) {
    auto alt = read_json<std::map<std::string, std::string>>(row.alt.text);
    check(alt.has_value(), "the texts of a picture fit their shape");
    auto blur = row.blur.empty() ? std::string() : "data:image/webp;base64," + row.blur;
    return {row.id, row.kind, "/media/" + row.edition + "/" + row.name, row.width, row.height, row.colour, std::move(blur), std::move(*alt), row.variant};
}

std::string srcset(const Picture& picture, std::string_view format, bool is_square, std::string_view base) {
    std::string out;
    auto add = [&](const std::string& suffix, std::int32_t width) {
        out += (out.empty() ? "" : ", ") + std::string(base) + picture.path + suffix + ending(format) + " " + std::to_string(width) + "w";
    };
    if (is_square)
        for (auto width : rules::square_widths_of(picture.width, picture.height)) add("-square-" + std::to_string(width), width);
    else
        for (auto width : rules::widths_of(picture.width)) add(rules::suffix_of(width, picture.width), width);
    return out;
}

std::string address(const Picture& picture, std::string_view format, std::int32_t width, bool is_square, std::string_view base) {
    auto all = is_square ? rules::square_widths_of(picture.width, picture.height) : rules::widths_of(picture.width);
    auto found = std::ranges::find_if(all, [&](auto one) { return one >= width; });
    auto taken = found == all.end() ? all.back() : *found;
    return std::string(base) + picture.path + (is_square ? "-square-" + std::to_string(taken) : rules::suffix_of(taken, picture.width)) + ending(format);
}

std::string alt_text(const Picture& picture, std::string_view language) {
    for (std::string wanted : {std::string(language), std::string(language.substr(0, language.find('-'))), std::string("en")})
        if (auto found = picture.alt.find(wanted); found != picture.alt.end()) return found->second;
    return picture.alt.empty() ? std::string() : picture.alt.begin()->second;
}

}  // namespace vitrine::media
