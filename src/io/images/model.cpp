#include "io/images/model.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include <boost/json.hpp>

#include "io/images/bytes.h"
#include "io/images/header.h"

namespace vitrine::images {
namespace {

namespace json = boost::json;

constexpr std::uint64_t most_json = 8 * 1024 * 1024;
constexpr std::int64_t most_points = 2'000'000, most_pictures = 64, most_side = 4096;
constexpr auto extensions = std::to_array<std::string_view>({"KHR_materials_unlit", "KHR_texture_transform", "KHR_mesh_quantization", "KHR_materials_clearcoat", "KHR_materials_transmission",
                                                             "KHR_materials_ior", "KHR_materials_volume", "KHR_materials_specular", "KHR_materials_sheen", "KHR_materials_emissive_strength",
                                                             "KHR_lights_punctual", "EXT_texture_webp"});

/// A reader of one model's JSON; the first fault counts.
class Reader {
public:
    Reader(const json::object& root, std::string_view binary) : root_(root), binary_(binary) {}

    std::expected<Model, std::string> run() {
        version();
        required_extensions();
        buffers();
        views();
        pictures();
        accessors();
        model_.meshes = std::ssize(list("meshes"));
        if (fault_.empty() && model_.meshes == 0) stop("a model without a mesh");
        if (!fault_.empty()) return std::unexpected(fault_);
        return model_;
    }

private:
    void stop(std::string why) {
        if (fault_.empty()) fault_ = std::move(why);
    }
    const json::array& list(std::string_view name) {
        static const json::array none;
        const auto* value = root_.if_contains(name);
        if (!value) return none;
        if (const auto* found = value->if_array(); found && found->size() <= 100'000) return *found;
        stop("a model whose lists are none");
        return none;
    }
    const json::object& object(const json::value& value) {
        static const json::object none;
        if (const auto* found = value.if_object()) return *found;
        stop("a model whose parts are none");
        return none;
    }
    /// A whole number from 0 on; `otherwise` when it is missing.
    std::uint64_t number(const json::object& from, std::string_view name, std::uint64_t otherwise) {
        const auto* value = from.if_contains(name);
        if (!value) return otherwise;
        if (value->is_int64() && value->get_int64() >= 0) return std::uint64_t(value->get_int64());
        stop("a model with a number that is none");
        return 0;
    }

    void version() {
        const auto* asset = root_.if_contains("asset");
        const auto* text = asset && asset->is_object() ? asset->get_object().if_contains("version") : nullptr;
        if (!text || !text->is_string() || !std::string_view(text->get_string()).starts_with("2.")) stop("a model of another version than glTF 2");
    }
    void required_extensions() {
        for (const auto& name : list("extensionsRequired"))
            if (!name.is_string() || std::ranges::find(extensions, std::string_view(name.get_string())) == extensions.end()) stop("a model that needs an extension most viewers do not know");
    }
    void buffers() {
        const auto& all = list("buffers");
        if (all.size() > 1) return stop("a model with more than the one buffer inside it");
        for (const auto& value : all) {
            const auto& buffer = object(value);
            if (buffer.contains("uri")) return stop("a model that is kept elsewhere in part");
            if (number(buffer, "byteLength", 0) > binary_.size()) return stop("a model whose buffer is cut off");
        }
    }
    void views() {
        for (const auto& value : list("bufferViews")) {
            const auto& view = object(value);
            auto offset = number(view, "byteOffset", 0), length = number(view, "byteLength", 0);
            if (number(view, "buffer", 1) != 0 || offset > binary_.size() || length > binary_.size() - offset) return stop("a model with a view beyond its buffer");
            views_.push_back(binary_.substr(size_t(offset), size_t(length)));
        }
    }
    void pictures() {
        const auto& all = list("images");
        model_.pictures = std::ssize(all);
        if (model_.pictures > most_pictures) return stop("a model of too many pictures");
        for (const auto& value : all) {
            const auto& image = object(value);
            auto view = number(image, "bufferView", views_.size());
            if (image.contains("uri")) return stop("a model that is kept elsewhere in part");
            if (view >= views_.size()) return stop("a model with a picture that is not there");
            auto bytes = views_[size_t(view)];
            auto format = format_of(bytes);
            auto header = format ? read_header(*format, bytes) : std::unexpected("it is no picture");
            if (!header) return stop("a picture in the model: " + header.error());
            if (header->width > most_side || header->height > most_side) return stop("a picture in the model has more than 4096 points a side");
        }
    }
    void accessors() {
        for (const auto& value : list("accessors")) {
            const auto& accessor = object(value);
            auto count = number(accessor, "count", 0);
            auto view = number(accessor, "bufferView", 0), offset = number(accessor, "byteOffset", 0);
            if (count == 0 || count > std::uint64_t(most_points)) return stop("a model of more than 2,000,000 points");
            if (accessor.contains("bufferView") && (view >= views_.size() || offset > views_[size_t(view)].size() || count > views_[size_t(view)].size() - offset))
                return stop("a model that reads beyond its buffer");
            model_.points = std::max(model_.points, std::int64_t(count));
        }
    }

    const json::object& root_;
    std::string_view binary_;
    std::vector<std::string_view> views_;
    Model model_;
    std::string fault_;
};

}  // namespace

std::expected<Model, std::string> read_model(std::string_view file) {
    constexpr std::uint32_t json_chunk = 0x4E4F534A, binary_chunk = 0x004E4942;
    if (file.size() < 20 || !file.starts_with("glTF") || little32(file, 4) != 2) return std::unexpected("this is no binary glTF 2");
    if (little32(file, 8) != file.size()) return std::unexpected("a model whose length is not what it says");
    auto length = std::uint64_t(little32(file, 12));
    if (little32(file, 16) != json_chunk || length > file.size() - 20 || length > most_json) return std::unexpected("a model that is cut off");
    auto text = file.substr(20, size_t(length));
    auto rest = file.substr(20 + size_t(length));
    std::string_view binary;
    if (!rest.empty()) {
        if (rest.size() < 8 || little32(rest, 4) != binary_chunk || little32(rest, 0) != rest.size() - 8) return std::unexpected("a model with something behind its buffer");
        binary = rest.substr(8);
    }
    boost::system::error_code fault;
    json::parse_options limits;
    limits.max_depth = 24;
    auto parsed = json::parse(text, fault, {}, limits);
    if (fault || !parsed.is_object()) return std::unexpected("a model whose description cannot be read");
    return Reader(parsed.get_object(), binary).run();
}

}  // namespace vitrine::images
