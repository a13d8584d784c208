#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "modules/imports/csv_reader.h"

namespace vitrine::imports {

/// Reads XML in pieces and calls back for elements, by their names without prefix. Document types are refused, so no entity can grow; so are tags
/// of more than 2 MiB and more than 200 open elements, so that memory is bounded whatever the text holds.
/// Throws ZipBroken where the text is no XML.
class XmlReader {
public:
    using Attributes = std::vector<std::pair<std::string, std::string>>;
    std::function<void(std::string_view name, const Attributes&)> on_start;
    std::function<void(std::string_view name)> on_end;
    std::function<void(std::string_view text)> on_text;

    explicit XmlReader(ByteSource source);
    ~XmlReader();
    bool read_some();   ///< false at the end

private:
    struct Inner;
    std::unique_ptr<Inner> inner_;
    ByteSource source_;
};

const std::string* find(const XmlReader::Attributes& attributes, std::string_view name);

}  // namespace vitrine::imports
