#include "pictures/render/scene.h"

#include <map>
#include <sstream>
#include <stdexcept>

#include "pictures/render/file.h"
#include "pictures/render/mesh.h"
#include "pictures/render/studio.h"
#include "pictures/render/trace.h"

namespace pictures {
namespace {

/// Reads one scene: a word says what the line is, the rest are its numbers. Places nest between `begin` and `end`.
class Reader {
public:
    explicit Reader(std::string folder) : folder_(std::move(folder)) {}
    void line(const std::string& text);
    Scene scene;

private:
    bool frame_line(const std::string& word);
    bool place_line(const std::string& word);
    bool solid_line(const std::string& word);
    void material();
    void turn(V degrees);
    float number() {
        float value;
        if (!(words_ >> value)) throw std::runtime_error("a number is missing");
        return value;
    }
    V three() {
        float x = number(), y = number();
        return {x, y, number()};
    }
    std::string name() {
        std::string value;
        if (!(words_ >> value)) throw std::runtime_error("a name is missing");
        return value;
    }
    int surface() {
        auto wanted = name();
        auto found = names_.find(wanted);
        if (found == names_.end()) throw std::runtime_error("no such material: " + wanted);
        return found->second;
    }
    std::vector<V> points(bool is_flat) {
        std::vector<V> list(static_cast<size_t>(number()));
        for (auto& p : list) p = is_flat ? V{number(), 0, 0} : three();
        return list;
    }
    std::string folder_;
    std::istringstream words_;
    std::map<std::string, int> names_, drawings_;
    Place place_;
    std::vector<Place> outer_;
};

void Reader::line(const std::string& text) {
    words_ = std::istringstream(text.substr(0, text.find('#')));
    std::string word;
    if (!(words_ >> word)) return;
    if (!frame_line(word) && !place_line(word) && !solid_line(word)) throw std::runtime_error("nobody knows '" + word + "'");
}

bool Reader::frame_line(const std::string& word) {
    if (word == "size") scene.width = int(number()), scene.height = int(number());
    else if (word == "samples") scene.samples = int(number()), scene.rays = int(number());
    else if (word == "seed") scene.seed = std::uint32_t(number());
    else if (word == "studio") scene.studio = studio_named(name());
    else if (word == "backdrop") scene.backdrop = before_film(three());
    else if (word == "mirror") scene.floor_mirror = number();
    else if (word == "air") scene.has_floor = false;
    else if (word == "camera") scene.camera.at = three(), scene.camera.target = three(), scene.camera.width = number();
    else if (word == "aperture") scene.camera.aperture = number();
    else if (word == "material") material();
    else return false;
    return true;
}

void Reader::material() {
    auto called = name(), finish = name();
    Material m;
    m.colour = three();
    if (finish == "paint") m.finish = Finish::paint, m.gloss = number(), m.rough = number(), m.glow = number();
    else if (finish == "metal") m.finish = Finish::metal, m.rough = number();
    else if (finish == "glass") m.finish = Finish::glass;
    else if (finish == "gem") m.finish = Finish::gem, m.index = number(), m.fire = number();
    else throw std::runtime_error("no such finish: " + finish);
    if (std::string drawing; words_ >> drawing) {
        auto known = drawings_.find(drawing);
        if (known == drawings_.end()) known = drawings_.emplace(drawing, int(scene.textures.size())).first, scene.textures.push_back(read_drawing(folder_ + "/" + drawing));
        m.texture = known->second;
    }
    names_[called] = int(scene.materials.size());
    scene.materials.push_back(m);
}

void Reader::turn(V degrees) {
    auto about = [&](int axis, float a) {
        float c = std::cos(a * pi / 180), s = std::sin(a * pi / 180);
        V x = place_.x, y = place_.y, z = place_.z;
        if (axis == 0) place_.y = y * c + z * s, place_.z = z * c - y * s;
        if (axis == 1) place_.z = z * c + x * s, place_.x = x * c - z * s;
        if (axis == 2) place_.x = x * c + y * s, place_.y = y * c - x * s;
    };
    about(2, degrees.z), about(1, degrees.y), about(0, degrees.x);
}

bool Reader::place_line(const std::string& word) {
    if (word == "begin") outer_.push_back(place_);
    else if (word == "end") {
        if (outer_.empty()) throw std::runtime_error("an end without a begin");
        place_ = outer_.back(), outer_.pop_back();
    } else if (word == "move") place_.at = place_.point(three());
    else if (word == "turn") turn(three());
    else if (word == "grow") place_.scale *= number();
    else return false;
    return true;
}

bool Reader::solid_line(const std::string& word) {
    auto& into = scene.triangles;
    if (word == "lathe") {
        int m = surface();
        float from = number(), to = number(), squareness = number(), flat = number();
        std::vector<V> profile(static_cast<size_t>(number()));
        for (auto& p : profile) p.x = number(), p.y = number();
        add_lathe(into, place_, m, from, to, profile, squareness, flat);
    } else if (word == "tube") {
        int m = surface();
        bool is_closed = number() > 0;
        float flat = number();
        std::vector<float> radius(static_cast<size_t>(number()));
        for (auto& r : radius) r = number();
        add_tube(into, place_, m, points(false), radius, is_closed, flat);
    } else if (word == "box") {
        int m = surface(), top = surface();
        V size = three();
        add_box(into, place_, m, top, size, number());
    } else if (word == "sheet") {
        int m = surface();
        float width = number(), depth = number();
        add_sheet(into, place_, m, width, depth, number());
    } else if (word == "ball") {
        int m = surface();
        add_ball(into, place_, m, three());
    } else if (word == "stone") {
        int m = surface();
        auto cut = name();
        scene.stones.push_back({std::make_shared<const Gem>(cut, std::uint32_t(number())), place_, m});
    } else {
        return false;
    }
    return true;
}

}  // namespace

Scene read_scene(const std::string& text, const std::string& folder) {
    Reader reader(folder);
    std::istringstream lines(text);
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        number++;
        try {
            reader.line(line);
        } catch (const std::runtime_error& fault) {
            throw std::runtime_error("line " + std::to_string(number) + ": " + fault.what() + " in: " + line);
        }
    }
    reader.scene.studio.camera = norm(reader.scene.camera.at - reader.scene.camera.target);
    return std::move(reader.scene);
}

}  // namespace pictures
