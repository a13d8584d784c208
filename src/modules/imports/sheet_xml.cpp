#include "modules/imports/sheet_xml.h"

#include <expat.h>

#include <algorithm>

#include "modules/imports/zip_reader.h"

namespace vitrine::imports {
namespace {

constexpr int piece_bytes = 16 * 1024;
/// The parser holds a tag, a comment or an attribute whole, and something for every open element: both have an end here.
constexpr std::uint64_t longest_token = 2u << 20;
constexpr int deepest = 200;

std::string_view without_prefix(const char* name) {
    std::string_view text(name);
    return text.substr(text.find(':') == std::string_view::npos ? 0 : text.find(':') + 1);
}

}  // namespace

struct XmlReader::Inner {
    XML_Parser parser = XML_ParserCreate(nullptr);
    bool is_over = false;
    std::uint64_t quiet_bytes = 0;   ///< taken in since something was made of them
    int depth = 0;
    void stop() { XML_StopParser(parser, XML_FALSE); }
    ~Inner() { XML_ParserFree(parser); }
};

XmlReader::XmlReader(ByteSource source) : inner_(new Inner), source_(std::move(source)) {
    XML_SetUserData(inner_->parser, this);
    XML_SetElementHandler(
        inner_->parser,
        [](void* self, const char* name, const char** attributes) {
            auto& inner = *static_cast<XmlReader*>(self)->inner_;
            inner.quiet_bytes = 0;
            if (++inner.depth > deepest) return inner.stop();
            Attributes list;
            for (; attributes[0]; attributes += 2) list.emplace_back(without_prefix(attributes[0]), attributes[1]);
            if (auto& call = static_cast<XmlReader*>(self)->on_start) call(without_prefix(name), list);
        },
        [](void* self, const char* name) {
            auto& inner = *static_cast<XmlReader*>(self)->inner_;
            inner.quiet_bytes = 0;
            --inner.depth;
            if (auto& call = static_cast<XmlReader*>(self)->on_end) call(without_prefix(name));
        });
    XML_SetCharacterDataHandler(inner_->parser, [](void* self, const char* text, int size) {
        static_cast<XmlReader*>(self)->inner_->quiet_bytes = 0;
        if (auto& call = static_cast<XmlReader*>(self)->on_text) call(std::string_view(text, size_t(size)));
    });
    XML_SetStartDoctypeDeclHandler(inner_->parser, [](void* self, const char*, const char*, const char*, int) {
        static_cast<XmlReader*>(self)->inner_->stop();
    });
}

XmlReader::~XmlReader() = default;

bool XmlReader::read_some() {
    if (inner_->is_over) return false;
    void* buffer = XML_GetBuffer(inner_->parser, piece_bytes);
    if (!buffer) throw std::bad_alloc();
    auto got = source_(std::span(static_cast<char*>(buffer), piece_bytes));
    inner_->is_over = got == 0;
    inner_->quiet_bytes += got;
    if (inner_->quiet_bytes > longest_token) throw ZipBroken("a part of the workbook has a tag without an end");
    if (XML_ParseBuffer(inner_->parser, int(got), inner_->is_over) != XML_STATUS_OK) throw ZipBroken("a part of the workbook is no XML");
    return true;
}

const std::string* find(const XmlReader::Attributes& attributes, std::string_view name) {
    auto at = std::ranges::find(attributes, name, &std::pair<std::string, std::string>::first);
    return at == attributes.end() ? nullptr : &at->second;
}

}  // namespace vitrine::imports
