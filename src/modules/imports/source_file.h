#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "modules/imports/api.h"
#include "modules/imports/encoding.h"
#include "modules/imports/records.h"
#include "modules/imports/spool.h"

namespace vitrine::imports {

/// A file whose way of being written is known. It is read from its beginning as often as asked for.
class SourceFile {
public:
    /// Reads the whole file once: heavy. A spreadsheet is kept in a temporary file, because its parts are read out of order.
    SourceFile(std::function<ByteSource()> open, std::optional<Format> asked);

    Format format() const { return format_; }
    bool is_spreadsheet() const { return sheet_ != nullptr; }
    Encoding encoding() const { return writing_.encoding; }

    /// Its rows as they stand in the file.
    std::unique_ptr<Records> records() const;

private:
    Format detect() const;

    std::function<ByteSource()> open_;
    std::shared_ptr<const Spool> sheet_;
    Writing writing_;
    Format format_ = Format::native;
};

}  // namespace vitrine::imports
