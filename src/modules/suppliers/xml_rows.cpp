// Records of an XML document: the elements of one name, or those right below the root. What is inside them is named by dots.
#include <deque>
#include <unordered_map>

#include "modules/suppliers/feed_rows.h"

namespace vitrine::suppliers {
namespace {

class XmlRows : public FeedRows {
public:
    XmlRows(imports::ByteSource bytes, std::string element) : reader_(std::move(bytes)), element_(std::move(element)) {
        reader_.on_start = [this](std::string_view name, const imports::XmlReader::Attributes& attributes) { start(name, attributes); };
        reader_.on_end = [this](std::string_view) { end(); };
        reader_.on_text = [this](std::string_view text) { take(text); };
    }

    bool next(FeedRow& row) override {
        while (ready_.empty() && refusal_.empty() && !is_over_) read_some();
        if (ready_.empty()) return false;
        row = std::move(ready_.front());
        ready_.pop_front();
        return true;
    }

private:
    void read_some() {
        try {
            is_over_ = !reader_.read_some();
        } catch (const std::runtime_error&) {
            refusal_ = has_element_ ? "xml.malformed" : "file.not_xml";
        }
    }

    bool begins_record(std::string_view name) const { return path_.empty() && (element_.empty() ? depth_ == 2 : name == element_); }

    void start(std::string_view name, const imports::XmlReader::Attributes& attributes) {
        has_element_ = true;
        ++depth_;
        if (!is_inside_ && begins_record(name)) {
            is_inside_ = true;
            record_depth_ = depth_;
            row_ = {};
            row_.number = ++number_;
            bytes_ = 0;
        } else if (is_inside_) {
            path_.push_back(path_.empty() ? std::string(name) : path_.back() + "." + std::string(name));
        } else {
            return;
        }
        text_.clear();
        for (const auto& [key, value] : attributes) put(path_.empty() ? "@" + key : path_.back() + ".@" + key, value);
    }

    void end() {
        if (is_inside_ && !path_.empty()) {
            auto text = trim(text_);
            if (!text.empty()) put(path_.back(), text);
            path_.pop_back();
        } else if (is_inside_ && depth_ == record_depth_) {
            is_inside_ = false;
            ready_.push_back(std::move(row_));
        }
        text_.clear();
        --depth_;
    }

    void take(std::string_view text) {
        if (!is_inside_) return;
        bytes_ += text.size();
        if (bytes_ > longest_row_bytes) row_.fault = "row.too_long";
        else text_ += text;
    }

    /// Of several elements with one name the first counts.
    void put(const std::string& name, std::string_view text) {
        bytes_ += text.size();
        if (bytes_ > longest_row_bytes) {
            row_.fault = "row.too_long";
            return;
        }
        auto known = index_.find(name);
        if (known == index_.end()) {
            if (columns_.size() == most_columns) {
                row_.fault = "row.too_many_columns";
                return;
            }
            known = index_.emplace(name, columns_.size()).first;
            columns_.push_back(name);
        }
        if (row_.cells.size() <= known->second) row_.cells.resize(known->second + 1);
        auto& cell = row_.cells[known->second];
        if (cell.empty()) cell = text;
    }

    imports::XmlReader reader_;
    std::string element_;
    std::deque<FeedRow> ready_;
    std::vector<std::string> path_;
    std::string text_;
    FeedRow row_;
    std::unordered_map<std::string, size_t> index_;
    std::uint64_t number_ = 0;
    size_t bytes_ = 0;
    int depth_ = 0, record_depth_ = 0;
    bool is_inside_ = false, is_over_ = false, has_element_ = false;
};

}  // namespace

std::unique_ptr<FeedRows> xml_rows(imports::ByteSource bytes, std::string element) { return std::make_unique<XmlRows>(std::move(bytes), std::move(element)); }

}  // namespace vitrine::suppliers
