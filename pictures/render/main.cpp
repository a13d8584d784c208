// picture_render SCENE OUT.webp [--drawings FOLDER] [--quality N] [--quick]: renders one scene; see pictures/README.md.
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <CLI/CLI.hpp>

#include "pictures/render/file.h"
#include "pictures/render/trace.h"

namespace {

struct Asked {
    std::string scene, out, drawings = ".";
    int quality = 82;
    bool is_quick = false;
};

std::string read_file(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

void render(const Asked& asked) {
    constexpr int quick_width = 96;
    auto scene = pictures::read_scene(read_file(asked.scene), asked.drawings);
    if (asked.is_quick) scene.height = scene.height * quick_width / scene.width, scene.width = quick_width, scene.samples = 2, scene.rays = 1;
    pictures::write_picture(asked.out, scene.width, scene.height, pictures::develop(pictures::expose(scene)), asked.quality);
}

}  // namespace

int main(int argc, char** argv) {
    Asked asked;
    CLI::App program("Renders a scene of solids, stones and light as a WebP picture; the same scene gives the same bytes", "picture_render");
    program.add_option("scene", asked.scene, "File with a scene")->required();
    program.add_option("out", asked.out, "WebP file to write")->required();
    program.add_option("--drawings", asked.drawings, "Folder of the drawings that the scene names")->capture_default_str();
    program.add_option("--quality", asked.quality, "1 to 100")->capture_default_str();
    program.add_flag("--quick", asked.is_quick, "96 points wide and noisy: for tests");
    try {
        program.parse(argc, argv);
        render(asked);
    } catch (const CLI::ParseError& fault) {
        return program.exit(fault) == 0 ? 0 : 2;
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "picture_render: %s\n", fault.what());
        return 1;
    }
    return 0;
}
