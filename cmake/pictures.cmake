# The renderer of the presets' pictures (pictures/README.md).
file(GLOB picture_sources CONFIGURE_DEPENDS pictures/render/*.cpp)
add_executable(picture_render ${picture_sources})
target_include_directories(picture_render PRIVATE ${CMAKE_SOURCE_DIR})
target_compile_options(picture_render PRIVATE -O3 -fno-math-errno -ffp-contract=off)  # optimised in every build: a picture takes a hundred times as long without
target_link_libraries(picture_render PRIVATE vitrine_flags CLI11::CLI11 Threads::Threads ${VIPS_LINK_LIBRARIES})
set_source_files_properties(pictures/render/file.cpp PROPERTIES COMPILE_OPTIONS "${vips_headers}")
