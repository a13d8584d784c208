// Records of a JSON document that may be larger than memory: a scanner finds where each object of the list begins and ends, only that is parsed.
#include <boost/json.hpp>
#include <unordered_map>

#include "modules/suppliers/feed_rows.h"

namespace vitrine::suppliers {
namespace {

namespace json = boost::json;
constexpr size_t deepest = 64;

/// Numbers are kept as they are written: weights and prices are decimal, and a parser makes them binary.
std::string with_numbers_as_text(std::string_view record) {
    std::string out;
    out.reserve(record.size() + record.size() / 8);
    bool is_in_string = false, is_escaped = false, is_in_number = false;
    for (char c : record) {
        bool continues = (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
        if (is_in_number && !continues) out += '"', is_in_number = false;
        if (!is_in_string && !is_in_number && ((c >= '0' && c <= '9') || c == '-')) out += '"', is_in_number = true;
        out += c;
        if (is_escaped) is_escaped = false;
        else if (is_in_string) is_escaped = c == '\\', is_in_string = c != '"';
        else if (c == '"') is_in_string = true;
    }
    return out;
}

class JsonRows : public FeedRows {
public:
    JsonRows(imports::ByteSource bytes, std::string list, bool are_lines) : bytes_(std::move(bytes)), list_(std::move(list)), are_lines_(are_lines) {}

    bool next(FeedRow& row) override {
        std::string text;
        auto found = find_record(text);
        if (!found) return false;
        row.number = ++number_;
        row.cells.clear();
        row.fault.clear();
        if (is_too_long_) row.fault = "row.too_long";
        else read_record(text, row);
        return true;
    }

private:
    struct Open {
        bool is_array = false;
        std::string key;   ///< under which it stands
    };

    int get() {
        if (at_ == end_) {
            end_ = bytes_(buffer_);
            at_ = 0;
            if (end_ == 0) return -1;
        }
        return static_cast<unsigned char>(buffer_[at_++]);
    }

    bool is_list(const Open& open) const { return open.is_array && (list_.empty() || open.key == list_); }

    /// Moves to the next record and takes its text. False at the end.
    bool find_record(std::string& text) {
        for (int c = get(); c >= 0; c = get()) {
            has_text_ = has_text_ || c > ' ';
            if (c == '"') {
                if (!skip_string()) return give_up();
            } else if (c == '{') {
                bool is_record = open_.empty() ? are_lines_ : is_list(open_.back());
                if (is_record) {
                    has_list_ = true;
                    return take_object(text) || give_up();
                }
                if (!enter(false)) return give_up();
            } else if (c == '[') {
                if (!enter(true)) return give_up();
                has_list_ = has_list_ || is_list(open_.back());
            } else if (c == '}' || c == ']') {
                if (open_.empty() || open_.back().is_array != (c == ']')) return give_up();
                open_.pop_back();
                key_.clear();
            } else if (c == ',') {
                key_.clear();
            }
        }
        if (!open_.empty()) return give_up();
        if (!has_text_) refusal_ = "file.empty";
        else if (!has_list_) refusal_ = "json.no_list";
        return false;
    }

    bool give_up() {
        refusal_ = "json.malformed";
        return false;
    }

    bool enter(bool is_array) {
        if (open_.size() >= deepest) return false;
        open_.push_back({is_array, std::move(key_)});
        key_.clear();
        return true;
    }

    /// The last text before a container opens is its key.
    bool skip_string() {
        key_.clear();
        bool is_escaped = false;
        for (int c = get(); c >= 0; c = get()) {
            if (is_escaped) is_escaped = false;
            else if (c == '\\') is_escaped = true;
            else if (c == '"') return true;
            if (key_.size() < 200) key_ += char(c);
        }
        return false;
    }

    /// From behind its brace to the one that closes it. One that is too long is passed over.
    bool take_object(std::string& text) {
        text = "{";
        is_too_long_ = false;
        int depth = 1;
        bool is_in_string = false, is_escaped = false;
        for (int c = get(); c >= 0; c = get()) {
            if (text.size() < longest_row_bytes) text += char(c);
            else is_too_long_ = true;
            if (is_escaped) is_escaped = false;
            else if (is_in_string) is_escaped = c == '\\', is_in_string = c != '"';
            else if (c == '"') is_in_string = true;
            else if (c == '{' || c == '[') ++depth;
            else if ((c == '}' || c == ']') && --depth == 0) return true;
        }
        return false;
    }

    void read_record(const std::string& text, FeedRow& row) {
        boost::system::error_code why;
        json::parse_options options;
        options.max_depth = 16;
        auto value = json::parse(with_numbers_as_text(text), why, {}, options);
        if (why || !value.is_object()) row.fault = "json.malformed";
        else put_members("", value.as_object(), row);
    }

    void put_members(const std::string& prefix, const json::object& members, FeedRow& row) {
        for (const auto& [key, value] : members) put(prefix.empty() ? std::string(key) : prefix + "." + std::string(key), value, row);
    }

    void put(std::string name, const json::value& value, FeedRow& row) {
        if (value.is_object()) return put_members(name, value.as_object(), row);
        if (value.is_null()) return;
        std::string text;
        if (value.is_string()) text = value.as_string();
        else if (value.is_array()) text = first_of(value.as_array());
        else text = json::serialize(value);
        put_text(name, std::move(text), row);
    }

    /// Lists hold pictures mostly: the first is the one people see.
    static std::string first_of(const json::array& list) {
        if (list.empty() || list.front().is_structured() || list.front().is_null()) return {};
        return list.front().is_string() ? std::string(list.front().as_string()) : json::serialize(list.front());
    }

    void put_text(const std::string& name, std::string text, FeedRow& row) {
        auto known = index_.find(name);
        if (known == index_.end()) {
            if (columns_.size() == most_columns) {
                row.fault = "row.too_many_columns";
                return;
            }
            known = index_.emplace(name, columns_.size()).first;
            columns_.push_back(name);
        }
        if (row.cells.size() <= known->second) row.cells.resize(known->second + 1);
        row.cells[known->second] = std::move(text);
    }

    imports::ByteSource bytes_;
    std::string list_;
    bool are_lines_;
    std::vector<char> buffer_ = std::vector<char>(64 * 1024);
    size_t at_ = 0, end_ = 0;
    std::vector<Open> open_;
    std::string key_;
    std::unordered_map<std::string, size_t> index_;
    std::uint64_t number_ = 0;
    bool is_too_long_ = false, has_list_ = false, has_text_ = false;
};

}  // namespace

std::unique_ptr<FeedRows> json_rows(imports::ByteSource bytes, std::string list, bool are_lines) { return std::make_unique<JsonRows>(std::move(bytes), std::move(list), are_lines); }

}  // namespace vitrine::suppliers
