#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vitrine::html {

class Data;
using List = std::vector<Data>;
using Members = std::map<std::string, Data, std::less<>>;

/// What a template is filled with: text, yes or no, a list, or named members. Built by pages, read by the renderer.
class Data {
public:
    Data() : value_(false) {}
    Data(std::string text) : value_(std::move(text)) {}
    Data(std::string_view text) : value_(std::string(text)) {}
    Data(const char* text) : value_(std::string(text)) {}
    Data(bool yes) : value_(yes) {}
    Data(int number) : value_(std::to_string(number)) {}
    Data(long number) : value_(std::to_string(number)) {}
    Data(unsigned long number) : value_(std::to_string(number)) {}
    Data(List list);
    Data(Members members);
    Data(std::initializer_list<std::pair<const std::string, Data>> members);
    const std::variant<std::string, bool, std::shared_ptr<const List>, std::shared_ptr<const Members>>& value() const { return value_; }

private:
    std::variant<std::string, bool, std::shared_ptr<const List>, std::shared_ptr<const Members>> value_;
};

/// The mustache templates of a folder (web/storefront/templates), read and checked at start; partials by file name.
/// `{{x}}` is escaped for HTML, `{{{x}}}` is not: only for markup we made. Shared by all loops; rendering is const and thread-safe.
class Templates {
public:
    static Templates load(const std::string& folder);  ///< std::runtime_error naming the file and line of a fault
    std::string render(std::string_view name, const Data& data) const;
    ~Templates();
    Templates(Templates&&) noexcept;

private:
    Templates();
    struct Inner;
    std::unique_ptr<Inner> inner_;
};

}  // namespace vitrine::html
