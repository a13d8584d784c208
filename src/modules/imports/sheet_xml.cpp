#include "modules/imports/sheet_xml.h"

#include <expat.h>

#include <algorithm>

#include "modules/imports/zip_reader.h"

namespace vitrine::imports {
namespace {

constexpr int piece_bytes = 16 * 1024;

std::string_view without_prefix(const char* name) {
    std::string_view text(name);
    return text.substr(text.find(':') == std::string_view::npos ? 0 : text.find(':') + 1);
}

}  // namespace

struct XmlReader::Inner {
    XML_Parser parser = XML_ParserCreate(nullptr);
    bool is_over = false;
    ~Inner() { XML_ParserFree(parser); }
};

XmlReader::XmlReader(ByteSource source) : inner_(new Inner), source_(std::move(source)) {
    XML_SetUserData(inner_->parser, this);
    XML_SetElementHandler(
        inner_->parser,
        [](void* self, const char* name, const char** attributes) {
            Attributes list;
            for (; attributes[0]; attributes += 2) list.emplace_back(without_prefix(attributes[0]), attributes[1]);
            if (auto& call = static_cast<XmlReader*>(self)->on_start) call(without_prefix(name), list);
        },
        [](void* self, const char* name) {
            if (auto& call = static_cast<XmlReader*>(self)->on_end) call(without_prefix(name));
        });
    XML_SetCharacterDataHandler(inner_->parser, [](void* self, const char* text, int size) {
        if (auto& call = static_cast<XmlReader*>(self)->on_text) call(std::string_view(text, size_t(size)));
    });
    XML_SetStartDoctypeDeclHandler(inner_->parser, [](void* self, const char*, const char*, const char*, int) {
        XML_StopParser(static_cast<XmlReader*>(self)->inner_->parser, XML_FALSE);
    });
}

XmlReader::~XmlReader() = default;

bool XmlReader::read_some() {
    if (inner_->is_over) return false;
    void* buffer = XML_GetBuffer(inner_->parser, piece_bytes);
    if (!buffer) throw std::bad_alloc();
    auto got = source_(std::span(static_cast<char*>(buffer), piece_bytes));
    inner_->is_over = got == 0;
    if (XML_ParseBuffer(inner_->parser, int(got), inner_->is_over) != XML_STATUS_OK) throw ZipBroken("a part of the workbook is no XML");
    return true;
}

const std::string* find(const XmlReader::Attributes& attributes, std::string_view name) {
    auto at = std::ranges::find(attributes, name, &std::pair<std::string, std::string>::first);
    return at == attributes.end() ? nullptr : &at->second;
}

}  // namespace vitrine::imports
