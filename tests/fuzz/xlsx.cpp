// Workbooks: archives as they are, and sheets, texts and styles that are put into a sound archive here, since few changes of an archive leave one.
#include <zlib.h>

#include "tests/fuzz/import_files.h"
#include "tests/fuzz/target.h"

namespace vitrine::fuzz {
namespace {

void put(std::string& out, std::uint64_t value, int width) {
    for (int i = 0; i < width; ++i, value >>= 8) out += char(value & 0xff);
}

/// An archive whose entries are stored as they are (PKWARE APPNOTE 6.3).
std::string archive(const std::vector<std::pair<std::string, std::string_view>>& entries) {
    std::string out, directory;
    for (const auto& [name, bytes] : entries) {
        auto sum = crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), uInt(bytes.size()));
        auto at = out.size();
        auto common = [&](std::string& to) { put(to, 20, 2), put(to, 0, 2), put(to, 0, 2), put(to, 0, 4), put(to, sum, 4), put(to, bytes.size(), 4), put(to, bytes.size(), 4), put(to, name.size(), 2); };
        put(out, 0x04034b50, 4), common(out), put(out, 0, 2);
        out.append(name).append(bytes);
        put(directory, 0x02014b50, 4), put(directory, 20, 2), common(directory), put(directory, 0, 12), put(directory, at, 4);
        directory += name;
    }
    auto begins = out.size();
    out += directory;
    put(out, 0x06054b50, 4), put(out, 0, 4), put(out, entries.size(), 2), put(out, entries.size(), 2), put(out, directory.size(), 4), put(out, begins, 4), put(out, 0, 2);
    return out;
}

}  // namespace

void xlsx(std::string_view bytes) {
    Input input(bytes);
    auto kind = input.decision(), format = input.decision();
    if (kind % 2 == 0) {
        std::string file = "PK\x03\x04";
        if (!input.rest().starts_with(file)) file += input.rest();
        else file = input.rest();
        static_cast<void>(read_file(file, format, file.size() + 1));
        return;
    }
    auto sheet = input.until('\x01'), texts = input.until('\x01'), styles = input.until('\x01'), relations = input.until('\x01'), workbook = input.rest();
    std::vector<std::pair<std::string, std::string_view>> entries{{"xl/worksheets/sheet1.xml", sheet}};
    if (!texts.empty()) entries.emplace_back("xl/sharedStrings.xml", texts);
    if (!styles.empty()) entries.emplace_back("xl/styles.xml", styles);
    if (!relations.empty()) entries.emplace_back("xl/_rels/workbook.xml.rels", relations);
    if (!workbook.empty()) entries.emplace_back("xl/workbook.xml", workbook);
    auto file = archive(entries);
    static_cast<void>(read_file(file, format, file.size() + 1));
}

}  // namespace vitrine::fuzz
