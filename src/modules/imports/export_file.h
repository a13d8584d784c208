#pragma once

#include <string>
#include <string_view>

namespace vitrine::imports {

/// A temporary file with a name, so that a workbook can be written to it and a server can send it; it goes with this object.
class ExportFile {
public:
    ExportFile();    ///< std::system_error when there is no place for it
    ~ExportFile();
    ExportFile(const ExportFile&) = delete;
    ExportFile& operator=(const ExportFile&) = delete;

    const std::string& path() const { return path_; }
    void append(std::string_view bytes);   ///< std::system_error when the disk is full
    void finish();                         ///< after the last `append`

private:
    std::string path_;
    int file_ = -1;
};

}  // namespace vitrine::imports
