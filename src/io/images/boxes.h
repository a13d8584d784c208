#pragma once
// The boxes that MP4, AVIF and HEIF files are made of: ISO/IEC 14496-12, section 4.2.
#include <string>
#include <string_view>

#include "io/images/bytes.h"

namespace vitrine::images {

/// Calls `visit(type, body)` for every box of `data`, in order, until `fault` says something. A box that reaches beyond the data is a fault.
template <class Visit>
void for_each_box(std::string_view data, std::string& fault, Visit visit) {
    while (!data.empty() && fault.empty()) {
        if (data.size() < 8) {
            fault = "a box that is cut off";
            return;
        }
        std::uint64_t size = big32(data, 0), head = 8;
        if (size == 1) size = big64(data, 8), head = 16;
        if (size == 0) size = data.size();
        if (size < head || size > data.size()) {
            fault = "a box that is cut off";
            return;
        }
        visit(data.substr(4, 4), data.substr(size_t(head), size_t(size - head)));
        data.remove_prefix(size_t(size));
    }
}

}  // namespace vitrine::images
